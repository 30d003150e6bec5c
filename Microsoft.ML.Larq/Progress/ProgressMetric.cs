using System.Globalization;

namespace Microsoft.ML.Larq.Progress;

/// <summary>One figure that an operation measures, such as a loss.</summary>
/// <param name="Name">The operation's name for it.</param>
/// <param name="Value">The figure; null while unknown.</param>
public readonly record struct ProgressMetric(string Name, double? Value)
{
    /// <summary>The operation's name for it.</summary>
    public string Name
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Name));
    } = Name ?? throw new ArgumentNullException(nameof(Name));

    /// <summary><c>Loss 0.1234</c>, with <c>?</c> for an unknown value.</summary>
    public override string ToString() => $"{Name} {Value?.ToString("G4", CultureInfo.InvariantCulture) ?? "?"}";
}
