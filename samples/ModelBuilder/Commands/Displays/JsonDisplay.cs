using Larq.ModelBuilder.Running;

namespace Larq.ModelBuilder.Commands.Displays;

/// <summary>A line of JSON for each event.</summary>
internal sealed class JsonDisplay(TextWriter output) : IDisplay
{
    public void Show(RunEvent happened)
    {
        output.WriteLine(RunJson.Line(happened));
        output.Flush();
    }

    public void Dispose()
    {
        // The writer is the process's.
    }
}
