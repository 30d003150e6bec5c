using System.Globalization;
using Larq.ModelBuilder.Running;

namespace Larq.ModelBuilder.Commands.Displays;

/// <summary>A file with the time and the JSON of each event.</summary>
internal sealed class LogFile(string path) : IDisplay
{
    private readonly StreamWriter _file = new(path) { AutoFlush = true };

    public void Show(RunEvent happened)
    {
        // Of how far an epoch is, its end is enough.
        if (happened is TrainingAdvanced { EpochCompleted: false }) return;
        _file.WriteLine(
            $"{DateTimeOffset.Now.ToString("yyyy-MM-ddTHH:mm:ss.fffzzz", CultureInfo.InvariantCulture)} "
            + RunJson.Line(happened));
    }

    public void Dispose() => _file.Dispose();
}
