using Microsoft.ML.Larq.Progress;
using Inner = Microsoft.ML.Runtime.ProgressReporting;

namespace Microsoft.ML.Larq.Hosting;

/// <summary>ML.NET's own progress event in words that a listener can use.</summary>
internal static class ProgressTranslation
{
    public static ProgressEvent From(Inner.ProgressEvent one) => new()
    {
        Kind = one.Kind switch
        {
            Inner.ProgressEvent.EventKind.Start => ProgressEventKind.Started,
            Inner.ProgressEvent.EventKind.Stop => ProgressEventKind.Stopped,
            _ => ProgressEventKind.Progressed,
        },
        Operation = one.Name,
        OperationId = one.Index,
        Time = new DateTimeOffset(one.EventTime),
        Elapsed = one.EventTime - one.StartTime,
        IsCheckpoint = one.ProgressEntry?.IsCheckpoint ?? false,
        Metrics = Metrics(one.ProgressEntry),
        Units = Units(one.ProgressEntry),
    };

    private static IReadOnlyList<KeyValuePair<string, double?>> Metrics(Inner.ProgressEntry? entry) =>
        entry is null ? []
        : [.. entry.Header.MetricNames.Select((name, i) => KeyValuePair.Create(name, entry.Metrics[i]))];

    private static IReadOnlyList<ProgressUnit> Units(Inner.ProgressEntry? entry) => entry is null ? []
        : [.. entry.Header.UnitNames.Select((name, i) => new ProgressUnit(
            name, entry.Progress[i], entry.ProgressLim[i]))];
}
