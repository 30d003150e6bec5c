using System.Collections.Immutable;
using Microsoft.ML.Larq.Networks.Summary;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Larq's model summary: what each layer's weights need, its multiply-accumulates a row, and totals.</summary>
/// <remarks>
/// <para>A weight needs its quantizer's bits, or 32. A multiply-accumulate is as wide as the wider of its layer's
/// quantized input (32 without a quantizer) and its weight, so a binary kernel behind real numbers counts as
/// 32-bit.</para>
/// <para>Multiply-accumulates are counted for dense layers and convolutions (output pixels × kernel elements; border
/// taps count, biases do not), and are 0 for flattening, batch normalization and pooling windows. Those of other layers
/// are unknown (<c>?</c>) and count as 0 in the totals, as in Larq.</para>
/// <para>Larq: <c>larq.models.summary</c>, <see href="https://docs.larq.dev/larq/api/models/"/>.</para>
/// </remarks>
public sealed class NetworkSummary : SummaryCounts
{
    internal NetworkSummary(IEnumerable<LayerSummary> layers)
    {
        Layers = [.. layers];
        Weights = Counts(
            Layers.SelectMany(layer => layer.Weights).Select(entry => (entry.Key, entry.Value)));
        TrainableParameters = Layers.Sum(layer => layer.TrainableParameters);
        MacsByPrecision = Counts(Layers
            .SelectMany(layer => layer.MacsByPrecision ?? Weights.Clear()).Select(entry => (entry.Key, entry.Value)));
    }

    /// <summary>A row for each layer, the input included, in the network's order.</summary>
    public ImmutableArray<LayerSummary> Layers { get; }

    /// <summary>Multiply-accumulates a row by precision, ascending.</summary>
    public ImmutableSortedDictionary<int, long> MacsByPrecision { get; }

    private protected override ImmutableSortedDictionary<int, long> KnownMacs => MacsByPrecision;

    /// <summary>
    /// <see cref="SummaryCounts.MemoryBits"/> / <see cref="SummaryCounts.Float32MemoryBits"/>: below 1 where something
    /// is saved, 0 without weights.
    /// </summary>
    public double MemoryRatio => MemoryBits / Math.Max(1e-8, Float32MemoryBits);

    /// <summary>Share of the multiply-accumulates that are of 1 bit, from 0 to 1; 0 where there are none.</summary>
    public double BinarizedMacRatio => MacRatio(1);

    /// <summary>Share of them that are of 2 bits, from 0 to 1; 0 where there are none.</summary>
    public double TernarizedMacRatio => MacRatio(2);

    /// <summary>The row of the layer of that name.</summary>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="KeyNotFoundException">There is none; the message names it.</exception>
    public LayerSummary this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            return Layers.FirstOrDefault(layer => layer.Name == name)
                ?? throw new KeyNotFoundException($"The summary has no layer '{name}'.");
        }
    }

    /// <summary>Larq's two tables: one line per layer, and the totals.</summary>
    public override string ToString() => SummaryTables.Layers(this) + SummaryTables.Totals(this);

    internal static NetworkSummary Of(IEnumerable<Layer> layers, ParameterConvention convention) =>
        Enum.IsDefined(convention)
            ? new NetworkSummary(layers.Select(layer => LayerSummary.Of(layer, convention)))
            : throw new ArgumentOutOfRangeException(nameof(convention), convention,
                $"A convention is one of {string.Join(", ", Enum.GetNames<ParameterConvention>())}.");

    private double MacRatio(int bits) => MacsByPrecision.GetValueOrDefault(bits) / Math.Max(1e-8, Macs);
}
