using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Training;

/// <summary>What a callback remembers between epochs, as a checkpoint keeps it.</summary>
public sealed class CallbackState
{
    internal CallbackState()
    {
    }

    /// <summary>Numbers by name; every bit is kept, NaN and infinities too.</summary>
    public IDictionary<string, double> Numbers { get; } = new SortedDictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Weights by name.</summary>
    public IDictionary<string, NetworkWeights> Weights { get; } =
        new SortedDictionary<string, NetworkWeights>(StringComparer.Ordinal);

    internal bool IsEmpty => Numbers.Count == 0 && Weights.Count == 0;

    /// <exception cref="FormatException">There is no such number.</exception>
    internal double Number(string name) => Numbers.TryGetValue(name, out var number)
        ? number
        : throw new FormatException($"A callback's state has no number '{name}'.");
}
