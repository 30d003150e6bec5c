using System.Collections.Immutable;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>The bits of a network that is trained further: those of its thermometers, in their order.</summary>
/// <param name="rows">Knows the rows, and the bits of a thermometer that the network does not have.</param>
/// <param name="previous">The network.</param>
internal sealed class KnownBits(IColumnBits rows, NetworkDefinition previous) : IColumnBits
{
    private readonly Queue<ImmutableArray<int>> _bits =
        new(previous.Layers.Select(layer => layer.Kind).OfType<ThermometerLayer>().Select(kind => kind.Bits));

    public int Rows => rows.Rows;

    public int GradedColumns => rows.GradedColumns;

    public ImmutableArray<int> BitsOf(ImmutableArray<int> slots, int most, int total) =>
        _bits.TryDequeue(out var bits) && bits.Length == slots.Length ? bits : rows.BitsOf(slots, most, total);
}
