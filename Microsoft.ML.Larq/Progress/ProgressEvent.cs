using System.Globalization;

namespace Microsoft.ML.Larq.Progress;

/// <summary>One event on a progress channel of an <see cref="MLContext"/>, of whichever trainer.</summary>
public sealed record ProgressEvent
{
    /// <summary>What happened.</summary>
    public required ProgressEventKind Kind
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(Kind), value, $"Kind is {string.Join(", ", Enum.GetNames<ProgressEventKind>())}, got {value}.");
    }

    /// <summary>The name of the operation; ML.NET adds <c>#2</c> and so on when a name comes again.</summary>
    public required string Operation
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Operation));
    }

    /// <summary>The number of the operation within its context, from 1.</summary>
    public required int OperationId { get; init; }

    /// <summary>When it happened, in UTC.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The time since the operation started.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>True where the operation reported by itself, false where it was asked for its present values.</summary>
    public bool IsCheckpoint { get; init; }

    /// <summary>What the operation measures; empty unless <see cref="ProgressEventKind.Progressed"/>.</summary>
    public IReadOnlyList<ProgressMetric> Metrics
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Metrics));
    } = [];

    /// <summary>How far it has come; empty unless <see cref="ProgressEventKind.Progressed"/>.</summary>
    public IReadOnlyList<ProgressUnit> Units
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Units));
    } = [];

    /// <summary><c>BinaryNet 00:12.3 epochs 3/30, Loss 0.1234</c>, or operation, time and what happened.</summary>
    public override string ToString()
    {
        var parts = Units.Select(unit => unit.ToString()).Concat(Metrics.Select(metric => metric.ToString()));
        var what = Kind is ProgressEventKind.Progressed ? string.Join(", ", parts) : Kind.ToString().ToLowerInvariant();
        var clock = Elapsed.TotalHours < 1 ? @"mm\:ss\.f" : @"d\.hh\:mm\:ss";
        return $"{Operation} {Elapsed.ToString(clock, CultureInfo.InvariantCulture)} {what}";
    }
}
