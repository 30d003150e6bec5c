using Spectre.Console;

namespace QuickStart.Display;

/// <summary>One line an epoch, for files, pipes and terminals that cannot move their cursor.</summary>
internal sealed class PlainDisplay(IAnsiConsole console) : ITrainingDisplay
{
    public T Watch<T>(TrainingLog log, Func<T> train)
    {
        log.EpochCompleted += state =>
            Console.WriteLine($"{state.Latest} ({state.Latest.Elapsed.TotalSeconds:F1} s)");
        var trained = train();
        if (log.State is { } last) console.Write(LayerTable.Of(last));
        return trained;
    }
}
