using System.Collections.Immutable;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Training.Data;

/// <summary>Fits the thresholds of thermometers to the training rows.</summary>
internal static class ThermometerFit
{
    /// <summary>The weights with every thermometer's thresholds fitted.</summary>
    /// <param name="definition">The network.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="columns">What was found of their columns.</param>
    public static NetworkWeights Fit(
        NetworkDefinition definition, NetworkWeights weights, RowCache rows, TrainingColumns columns) =>
        weights.With(
        from layer in definition.Layers
        let thresholds = layer.Kind switch
        {
            QuantileThermometerLayer => Quantiles(layer, SlotsOf(layer, definition), rows),
            ThermometerLayer kind => ByLabel(kind, SlotsOf(layer, definition), columns),
            _ => null,
        }
        where thresholds is not null
        select KeyValuePair.Create(
            NetworkWeights.NameOf(layer, layer.Weights[0].Name),
            new WeightArray(layer.Weights[0].Shape, thresholds)));

    private static ImmutableArray<int> SlotsOf(Layer thermometer, NetworkDefinition definition) =>
        InputSlots.Of(definition[thermometer.Inputs[0]], name => definition[name]);

    private static float[] ByLabel(ThermometerLayer kind, ImmutableArray<int> slots, TrainingColumns columns) =>
        [.. slots.Zip(kind.Bits, columns.Thresholds).SelectMany(thresholds => thresholds)];

    private static float[] Quantiles(Layer layer, ImmutableArray<int> slots, RowCache rows)
    {
        var shape = layer.Weights[0].Shape;
        var thresholds = new float[shape.Size];
        var sample = RowSample.Of(rows.Count, RowSample.MostRows);
        for (var feature = 0; feature < shape[0]; feature++)
        {
            var column = rows.Column(sample, slots[feature]);
            Array.Sort(column);
            Thresholds(column, thresholds.AsSpan(feature * shape[1], shape[1]));
        }

        return thresholds;
    }

    /// <summary>
    /// Midpoints between neighbouring distinct values of a sorted column that part it into many rows each; none twice,
    /// unless there are fewer than thresholds, which then repeat.
    /// </summary>
    internal static void Thresholds(ReadOnlySpan<float> sorted, Span<float> thresholds)
    {
        var steps = ColumnValues.StepsOf(sorted);
        if (steps.Length == 0)
        {
            thresholds.Fill(float.PositiveInfinity);
            return;
        }

        var cuts = ColumnSplits.ByRows(steps, sorted.Length, thresholds.Length);
        for (var bit = 0; bit < thresholds.Length; bit++)
        {
            var step = cuts[(int)((long)bit * cuts.Count / thresholds.Length)];
            thresholds[bit] = ColumnValues.Threshold(sorted[step - 1], sorted[step]);
        }
    }
}
