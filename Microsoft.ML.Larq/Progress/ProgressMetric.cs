using System.Globalization;

namespace Microsoft.ML.Larq.Progress;

/// <summary>One figure that an operation measures, such as a loss.</summary>
public sealed record ProgressMetric
{
    internal ProgressMetric(string name, double? value) => (Name, Value) = (name, value);

    /// <summary>The operation's name for it.</summary>
    public string Name { get; }

    /// <summary>The figure; null while unknown.</summary>
    public double? Value { get; }

    /// <summary><c>Loss 0.1234</c>, with <c>?</c> for an unknown value.</summary>
    public override string ToString() => $"{Name} {Value?.ToString("G4", CultureInfo.InvariantCulture) ?? "?"}";
}
