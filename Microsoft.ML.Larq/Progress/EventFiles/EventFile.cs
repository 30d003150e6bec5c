using Microsoft.ML.Larq.Files;

namespace Microsoft.ML.Larq.Progress.EventFiles;

/// <summary>A whole history as event files, one for each run.</summary>
internal static class EventFile
{
    /// <summary>TensorBoard looks for "tfevents" in a file's name.</summary>
    public const string Name = "events.out.tfevents.larq";

    /// <summary>Writes both runs; a validation run of before goes where this history has none.</summary>
    /// <param name="folder">The folder in which the runs are folders.</param>
    /// <param name="history">The history.</param>
    /// <param name="start">When training began.</param>
    /// <param name="ends">When each epoch ended.</param>
    public static void Write(
        string folder, TrainingHistory history, DateTimeOffset start, IReadOnlyList<DateTimeOffset> ends)
    {
        Directory.CreateDirectory(folder);
        foreach (var run in new[] { EventRun.Train, EventRun.Validation })
        {
            var path = Path.Combine(folder, run, Name);
            if (run == EventRun.Train || history.Names.Any(name => EventRun.Of(name).Run == run))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                AtomicFile.Write(path, file => Write(file, run, history, start, ends));
            }
            else if (File.Exists(path))
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>Writes one run.</summary>
    public static void Write(
        Stream file, string run, TrainingHistory history, DateTimeOffset start, IReadOnlyList<DateTimeOffset> ends)
    {
        file.Write(EventRecord.Version(EventRecord.Seconds(start)));
        var columns = history.Names.Select(name => (Name: name, Values: history[name])).ToArray();
        for (var epoch = 0; epoch < history.Epochs; epoch++)
        {
            var values = columns.Select(column => KeyValuePair.Create(column.Name, column.Values[epoch]));
            var records = EventRun.Records(values, EventRecord.Seconds(ends[epoch]), epoch + 1);
            foreach (var (_, record) in records.Where(one => one.Run == run)) file.Write(record);
        }

        if (run != EventRun.Train || history.Facts is not { } facts) return;
        foreach (var (epoch, byTag) in facts.Histograms.Epochs.Where(one => one.Epoch <= ends.Count))
        {
            foreach (var (tag, histogram) in byTag)
                file.Write(EventRecord.Histogram(EventRecord.Seconds(ends[epoch - 1]), epoch, tag, histogram));
        }
    }
}
