using System.Globalization;

namespace Microsoft.ML.Larq.Progress;

/// <summary>One event on a progress channel of an <see cref="MLContext"/>, of whichever trainer.</summary>
public sealed record ProgressEvent
{
    internal ProgressEvent()
    {
    }

    /// <summary>What happened.</summary>
    public ProgressEventKind Kind { get; internal init; }

    /// <summary>The name of the operation; ML.NET adds <c>#2</c> and so on when a name comes again.</summary>
    public string Operation { get; internal init; } = "";

    /// <summary>The number of the operation within its context, from 1.</summary>
    public int OperationId { get; internal init; }

    /// <summary>When it happened, in UTC.</summary>
    public DateTimeOffset Time { get; internal init; }

    /// <summary>The time since the operation started.</summary>
    public TimeSpan Elapsed { get; internal init; }

    /// <summary>True where the operation reported by itself, false where it was asked for its present values.</summary>
    public bool IsCheckpoint { get; internal init; }

    /// <summary>
    /// What the operation measures, such as a loss, by its own names; null while unknown. Empty unless
    /// <see cref="ProgressEventKind.Progressed"/>.
    /// </summary>
    public IReadOnlyList<KeyValuePair<string, double?>> Metrics { get; internal init; } = [];

    /// <summary>How far it has come; empty unless <see cref="ProgressEventKind.Progressed"/>.</summary>
    public IReadOnlyList<ProgressUnit> Units { get; internal init; } = [];

    /// <summary><c>BinaryNet 00:12.3 epochs 3/30, Loss 0.1234</c>, or operation, time and what happened.</summary>
    public override string ToString()
    {
        var parts = Units.Select(unit => unit.ToString()).Concat(Metrics.Select(metric =>
            $"{metric.Key} {metric.Value?.ToString("G4", CultureInfo.InvariantCulture) ?? "?"}"));
        var what = Kind is ProgressEventKind.Progressed ? string.Join(", ", parts) : Kind.ToString().ToLowerInvariant();
        var clock = Elapsed.TotalHours < 1 ? @"mm\:ss\.f" : @"d\.hh\:mm\:ss";
        return $"{Operation} {Elapsed.ToString(clock, CultureInfo.InvariantCulture)} {what}";
    }
}
