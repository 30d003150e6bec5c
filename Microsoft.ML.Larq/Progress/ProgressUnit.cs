using System.Globalization;

namespace Microsoft.ML.Larq.Progress;

/// <summary>How far an operation has come, counted in one unit.</summary>
/// <param name="Name">The unit, such as <c>epochs</c>.</param>
/// <param name="Value">How many are done; null where it does not apply.</param>
/// <param name="Limit">How many there will be; null where nobody knows.</param>
public readonly record struct ProgressUnit(string Name, double? Value, double? Limit)
{
    /// <summary>The unit, such as <c>epochs</c>.</summary>
    public string Name
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Name));
    } = Name ?? throw new ArgumentNullException(nameof(Name));

    /// <summary><c>epochs 3/30</c>, or <c>epochs 3</c> without a limit, with <c>?</c> for an unknown value.</summary>
    public override string ToString()
    {
        var value = Value?.ToString(CultureInfo.InvariantCulture) ?? "?";
        var limit = Limit is null ? "" : "/" + Limit.Value.ToString(CultureInfo.InvariantCulture);
        return $"{Name} {value}{limit}";
    }
}
