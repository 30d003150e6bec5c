namespace Microsoft.ML.Larq.Progress.EventFiles;

/// <summary>A whole history as event files, one for each run.</summary>
internal static class EventFile
{
    /// <summary>TensorBoard looks for "tfevents" in a file's name.</summary>
    public const string Name = "events.out.tfevents.larq";

    /// <summary>Writes both runs; a validation run of before goes where this history has none.</summary>
    /// <param name="folder">The folder in which the runs are folders.</param>
    /// <param name="history">The history.</param>
    /// <param name="ends">When each epoch ended, in seconds since 1970.</param>
    public static void Write(string folder, TrainingHistory history, IReadOnlyList<double> ends)
    {
        Directory.CreateDirectory(folder);
        foreach (var run in new[] { EventRun.Train, EventRun.Validation })
        {
            var path = Path.Combine(folder, run, Name);
            if (run == EventRun.Train || history.Names.Any(name => EventRun.Of(name).Run == run))
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                AtomicFile.Write(path, file => Write(file, run, history, ends));
            }
            else if (File.Exists(path))
            {
                File.Delete(path);
            }
        }
    }

    /// <summary>Writes one run.</summary>
    public static void Write(Stream file, string run, TrainingHistory history, IReadOnlyList<double> ends)
    {
        file.Write(EventRecord.Version(ends.Count == 0 ? 0 : ends[0]));
        var columns = history.Names.Select(name => (Name: name, Values: history[name])).ToArray();
        for (var epoch = 0; epoch < history.Epochs; epoch++)
        {
            var values = columns.Select(column => KeyValuePair.Create(column.Name, column.Values[epoch]));
            foreach (var (_, record) in EventRun.Records(values, ends[epoch], epoch + 1).Where(one => one.Run == run))
                file.Write(record);
        }
    }
}
