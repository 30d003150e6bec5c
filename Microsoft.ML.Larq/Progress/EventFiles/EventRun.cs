namespace Microsoft.ML.Larq.Progress.EventFiles;

/// <summary>
/// The two runs of a training, as Keras has them: values of the validation set bear the same tag as those of training,
/// so that TensorBoard draws them into one chart.
/// </summary>
internal static class EventRun
{
    /// <summary>The folder of what was measured on training rows, and of all that has no rows.</summary>
    public const string Train = "train";

    /// <summary>The folder of what was measured on the validation set.</summary>
    public const string Validation = "validation";

    /// <summary>The folder in which the runs are.</summary>
    /// <exception cref="ArgumentException">It is empty or has a null character.</exception>
    public static string Folder(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        return folder.Contains('\0', StringComparison.Ordinal)
            ? throw new ArgumentException("A folder's name has no null character.", nameof(folder))
            : folder;
    }

    /// <summary>The run that a value belongs to, and its tag there.</summary>
    public static (string Run, string Tag) Of(string name) =>
        name.Length > MetricNames.Validation.Length
        && name.StartsWith(MetricNames.Validation, StringComparison.Ordinal)
            ? (Validation, name[MetricNames.Validation.Length..])
            : (Train, name);

    /// <summary>The records of one epoch's values, by run; what was not measured is left out.</summary>
    /// <param name="values">The values.</param>
    /// <param name="seconds">When the epoch ended, in seconds since 1970.</param>
    /// <param name="epoch">The epoch, which is the step.</param>
    public static IEnumerable<(string Run, byte[] Record)> Records(
        IEnumerable<KeyValuePair<string, double>> values, double seconds, int epoch)
    {
        foreach (var (name, value) in values.Where(value => !double.IsNaN(value.Value)))
        {
            var (run, tag) = Of(name);
            yield return (run, EventRecord.Scalar(seconds, epoch, tag, value));
        }
    }
}
