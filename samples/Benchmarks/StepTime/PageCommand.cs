namespace Larq.Benchmarks;

/// <summary>What samples/StepTime.md shows.</summary>
internal static class PageCommand
{
    /// <summary>Prints all tables, and writes the plot where <c>--svg</c> says.</summary>
    public static int Run(string[] options)
    {
        foreach (var table in StepTables.All) Console.WriteLine(table);
        if (Row.Option(options, "--svg") is { } file) File.WriteAllText(file, StepPlot.Svg());
        return 0;
    }
}
