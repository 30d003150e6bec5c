using System.Globalization;

namespace Microsoft.ML.Larq.Progress;

/// <summary>How far an operation has come, counted in one unit.</summary>
public sealed record ProgressUnit
{
    internal ProgressUnit(string name, double? value, double? limit) => (Name, Value, Limit) = (name, value, limit);

    /// <summary>The unit, such as <c>epochs</c>.</summary>
    public string Name { get; }

    /// <summary>How many are done; null where it does not apply.</summary>
    public double? Value { get; }

    /// <summary>How many there will be; null where nobody knows.</summary>
    public double? Limit { get; }

    /// <summary><c>epochs 3/30</c>, or <c>epochs 3</c> without a limit, with <c>?</c> for an unknown value.</summary>
    public override string ToString()
    {
        var value = Value?.ToString(CultureInfo.InvariantCulture) ?? "?";
        var limit = Limit is null ? "" : "/" + Limit.Value.ToString(CultureInfo.InvariantCulture);
        return $"{Name} {value}{limit}";
    }
}
