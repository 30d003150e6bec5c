using System.Collections.Immutable;

namespace Microsoft.ML.Larq.Networks;

/// <summary>What a layer's weights need and its multiply-accumulates, or a whole network's.</summary>
public abstract class SummaryCounts
{
    // Wider weights count as eight bits where eight-bit numbers take the place of floats.
    private const int NarrowFloat = 8;
    private protected const int WideFloat = 32;

    private protected SummaryCounts()
    {
    }

    /// <summary>Number of weights by their bits, ascending; empty without weights.</summary>
    public ImmutableSortedDictionary<int, long> Weights { get; internal init; } = Counts([]);

    /// <summary>All weights.</summary>
    public long Parameters => Weights.Values.Sum();

    /// <summary>Those that an optimizer changes.</summary>
    public long TrainableParameters { get; internal init; }

    /// <summary>Those that no optimizer changes.</summary>
    public long NonTrainableParameters => Parameters - TrainableParameters;

    /// <summary>Bits of all weights: Σ count·bits.</summary>
    public long MemoryBits => Weights.Sum(entry => entry.Key * entry.Value);

    /// <summary>Bits of all weights, were those of more than 8 bits stored in 8.</summary>
    public long Int8MemoryBits => Weights.Sum(entry => Math.Min(entry.Key, NarrowFloat) * entry.Value);

    /// <summary>Bits of all weights, were all of them of 32 bits.</summary>
    public long Float32MemoryBits => WideFloat * Parameters;

    /// <summary>All multiply-accumulates a row that could be counted; 0 where nobody says how.</summary>
    public long Macs => KnownMacs?.Values.Sum() ?? 0;

    private protected abstract ImmutableSortedDictionary<int, long>? KnownMacs { get; }

    internal static ImmutableSortedDictionary<int, long> Counts(IEnumerable<(int Bits, long Count)> entries) => entries
        .GroupBy(entry => entry.Bits, entry => entry.Count)
        .ToImmutableSortedDictionary(group => group.Key, group => group.Sum());
}
