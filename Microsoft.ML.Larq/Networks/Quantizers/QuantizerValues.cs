namespace Microsoft.ML.Larq.Networks;

/// <summary>The values of a quantizer's trained parameters, by name.</summary>
public sealed class QuantizerValues
{
    private readonly IReadOnlyDictionary<string, WeightArray> _values;

    /// <summary>Collects values.</summary>
    /// <param name="values">Name and values of each parameter.</param>
    public QuantizerValues(IReadOnlyDictionary<string, WeightArray> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.FirstOrDefault(pair => pair.Value is null).Key is { } missing)
            throw new ArgumentException($"The values of '{missing}' are null.", nameof(values));
        _values = values;
    }

    internal static QuantizerValues None { get; } = new(new Dictionary<string, WeightArray>());

    /// <summary>A parameter's values, row-major.</summary>
    /// <param name="name">The parameter's name.</param>
    /// <exception cref="KeyNotFoundException">There is none; the message lists those that there are.</exception>
    public ReadOnlySpan<float> this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            return _values.TryGetValue(name, out var value)
                ? value.Values
                : throw new KeyNotFoundException(
                    $"The quantizer has no trained parameter '{name}'; it has "
                    + $"{string.Join(", ", _values.Keys.Select(known => $"'{known}'").DefaultIfEmpty("none"))}.");
        }
    }
}
