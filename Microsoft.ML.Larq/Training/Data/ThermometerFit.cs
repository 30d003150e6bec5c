using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Training.Data;

/// <summary>Fits the thresholds of quantile thermometers to the training rows.</summary>
internal static class ThermometerFit
{
    /// <summary>Rows looked at for one column; more would move a quantile by less than a hundredth.</summary>
    private const int MostRows = 50_000;

    /// <summary>
    /// The weights with every thermometer's thresholds fitted. A thermometer always reads the network's input.
    /// </summary>
    public static NetworkWeights Fit(NetworkDefinition definition, NetworkWeights weights, RowCache rows) =>
        weights.With(
        from layer in definition.Layers
        where layer.Kind is QuantileThermometerLayer
        select KeyValuePair.Create(
            NetworkWeights.NameOf(layer, QuantileThermometerLayer.Thresholds), Fit(layer, rows)));

    private static WeightArray Fit(Layer layer, RowCache rows)
    {
        var shape = layer.Weights[0].Shape;
        var thresholds = new float[shape.Size];
        var step = Math.Max(1, rows.Count / MostRows);
        var column = new float[((rows.Count - 1) / step) + 1];
        for (var feature = 0; feature < shape[0]; feature++)
        {
            for (var i = 0; i < column.Length; i++) column[i] = rows[i * step][feature];
            Array.Sort(column);
            Thresholds(column, thresholds.AsSpan(feature * shape[1], shape[1]));
        }

        return new WeightArray(shape, thresholds);
    }

    /// <summary>
    /// Midpoints between neighbouring distinct values of a sorted column, at evenly spaced quantiles.
    /// </summary>
    internal static void Thresholds(ReadOnlySpan<float> sorted, Span<float> thresholds)
    {
        var steps = new List<int>();
        for (var i = 1; i < sorted.Length; i++)
        {
            if (sorted[i] > sorted[i - 1]) steps.Add(i);
        }

        for (var bit = 0; bit < thresholds.Length; bit++)
        {
            if (steps.Count == 0)
            {
                thresholds[bit] = float.PositiveInfinity;
                continue;
            }

            // Few distinct values: every step is taken, some more than once. Many: the step nearest to the quantile.
            var step = steps.Count <= thresholds.Length
                ? steps[(int)((long)bit * steps.Count / thresholds.Length)]
                : Nearest(steps, (double)(bit + 1) * sorted.Length / (thresholds.Length + 1));
            thresholds[bit] = Midpoint(sorted[step - 1], sorted[step]);
        }
    }

    private static int Nearest(List<int> steps, double position)
    {
        var found = steps.BinarySearch((int)Math.Round(position));
        if (found >= 0) return steps[found];
        var after = Math.Min(~found, steps.Count - 1);
        var before = Math.Max(after - 1, 0);
        return position - steps[before] <= steps[after] - position ? steps[before] : steps[after];
    }

    // The larger value reaches the threshold and the smaller does not, whatever the rounding.
    private static float Midpoint(float below, float above)
    {
        var middle = (float)(((double)below + above) / 2);
        return middle > below ? middle : above;
    }
}
