using System.Collections.Immutable;
using System.Globalization;
using Microsoft.ML.Larq.Packed.Report;

namespace Microsoft.ML.Larq.Packed;

/// <summary>Where the time of a row goes, layer by layer, on one thread.</summary>
public sealed class PackedProfile
{
    internal PackedProfile(ImmutableArray<ProfiledLayer> layers, double milliseconds) =>
        (Layers, Milliseconds) = (layers, milliseconds);

    /// <summary>Every layer but the input, in the order in which they run.</summary>
    public ImmutableArray<ProfiledLayer> Layers { get; }

    /// <summary>
    /// Milliseconds of a whole row, the median of as many passes as were not taken apart: what
    /// <see cref="PackedNetwork.Score"/> takes. The layers' sum is a little more, by the clock's own time.
    /// </summary>
    public double Milliseconds { get; }

    /// <summary>A table with one line per layer and a line of totals.</summary>
    public override string ToString()
    {
        var sum = Math.Max(Layers.Sum(layer => layer.Milliseconds), double.Epsilon);
        var macs = Layers.Sum(layer => layer.Layer.Macs);
        string[][] rows =
        [
            ["layer", "class", "kernel", "ms", "share", "MACs", "GMAC/s", "weights [B]"],
            .. Layers.Select(layer => (string[])
            [
                layer.Layer.Name, layer.Layer.ClassName, layer.Layer.Kernel, Number(layer.Milliseconds, "F4"),
                Number(layer.Milliseconds / sum, "P1"), Number(layer.Layer.Macs, "N0"),
                Number(layer.GigaMacsPerSecond, "F1"), Number(layer.Layer.WeightBytes, "N0"),
            ]),
            [
                "whole row", "", "", Number(Milliseconds, "F4"), "", Number(macs, "N0"),
                Number(Milliseconds > 0 ? macs / (Milliseconds * 1e6) : 0, "F1"),
                Number(Layers.Sum(layer => layer.Layer.WeightBytes), "N0"),
            ],
        ];
        return TextTable.Of(rows, column => column > 2);
    }

    private static string Number(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
