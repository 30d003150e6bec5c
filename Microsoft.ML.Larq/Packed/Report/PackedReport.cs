using System.Collections.Immutable;
using System.Globalization;
using Microsoft.ML.Larq.Packed.Report;

namespace Microsoft.ML.Larq.Packed;

/// <summary>What the compiler made of each layer: packed or float, and why.</summary>
public sealed class PackedReport
{
    internal PackedReport(ImmutableArray<PackedLayer> layers) => Layers = layers;

    /// <summary>Every layer but the input, in the order in which they run.</summary>
    public ImmutableArray<PackedLayer> Layers { get; }

    /// <summary>Bytes kept for all weights.</summary>
    public long WeightBytes => Layers.Sum(layer => layer.WeightBytes);

    /// <summary>Multiply-accumulates a row in all layers.</summary>
    public long Macs => Layers.Sum(layer => layer.Macs);

    /// <summary>Multiply-accumulates a row in packed layers.</summary>
    public long PackedMacs => Layers
        .Where(layer => layer.IsPacked)
        .Sum(layer => layer.Macs);

    /// <summary>The report of the layer of that name.</summary>
    /// <param name="name">The layer's name.</param>
    /// <exception cref="KeyNotFoundException">There is none; the message names it.</exception>
    public PackedLayer this[string name]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(name);
            return Layers.FirstOrDefault(layer => layer.Name == name)
                ?? throw new KeyNotFoundException($"The report has no layer '{name}'.");
        }
    }

    /// <summary>A table with one line per layer and a line of totals.</summary>
    public override string ToString()
    {
        string[][] rows =
        [
            ["layer", "class", "runs", "kernel", "weights [B]", "MACs", "why"],
            .. Layers.Select(layer => (string[])
            [
                layer.Name, layer.ClassName, layer.IsPacked ? "Packed" : "Float", layer.Kernel,
                Number(layer.WeightBytes), Number(layer.Macs), layer.Why,
            ]),
            ["total", "", "", "", Number(WeightBytes), Number(Macs), $"{Number(PackedMacs)} MACs packed"],
        ];
        return TextTable.Of(rows, column => column is 4 or 5);
    }

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
