using System.Globalization;

namespace Microsoft.ML.Larq.Training.Data;

/// <summary>
/// Mean and standard deviation of a regression's labels: the network learns (y − mean) / deviation. Labels that are all
/// one number have a deviation of 0, and that number is predicted whatever the network says.
/// </summary>
internal readonly record struct LabelScale(float Mean, float Deviation)
{
    // In standard deviations of the labels: a network rarely predicts a number further from their mean.
    private const double Far = 4;

    public static LabelScale None => new(0f, 1f);

    /// <summary>What labels are divided by: the deviation, or 1 where there is none.</summary>
    public double Unit => Deviation > 0 ? Deviation : 1;

    /// <param name="labels">The labels.</param>
    /// <param name="weights">How much each counts, above 0; none for 1 each.</param>
    public static LabelScale Of(ReadOnlySpan<float> labels, ReadOnlySpan<float> weights = default)
    {
        // West 1979; with weights of 1 the sum of weights is i + 1.
        double mean = 0, squares = 0, sum = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[i];
            sum += weight;
            var delta = labels[i] - mean;
            mean += weight * delta / sum;
            squares += weight * delta * (labels[i] - mean);
        }

        return new LabelScale((float)mean, (float)Math.Sqrt(squares / (labels.Length == 0 ? 1 : sum)));
    }

    /// <summary>A warning where labels are of quite another scale than this, in which they are learned.</summary>
    /// <param name="labels">Theirs.</param>
    /// <param name="column">Their column.</param>
    public string? Differs(LabelScale labels, string column)
    {
        const double Most = 10;
        var isFar = Math.Abs((double)labels.Mean - Mean) > Most * Unit;
        var isWide = labels.Deviation > Most * Unit || labels.Deviation * Most < Deviation;
        return !isFar && !isWide ? null : FormattableString.Invariant(
            $"Label column '{column}' has a mean of {labels.Mean} and a deviation of {labels.Deviation}; the model ")
            + FormattableString.Invariant($"that is trained further learned labels of {Mean} and {Deviation} and goes ")
            + "on in that scale. Bring the labels to that scale, or train afresh.";
    }

    /// <summary>A warning where predictions may lie beyond all floats; null where they do not.</summary>
    /// <exception cref="InvalidOperationException">A label is no finite number in this scale.</exception>
    public string? Check(ReadOnlySpan<float> labels, string column)
    {
        var (least, most) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var label in labels)
        {
            (least, most) = (Math.Min(least, label), Math.Max(most, label));
            if (float.IsFinite(Scaled(label))) continue;
            throw new InvalidOperationException(string.Create(
                CultureInfo.InvariantCulture,
                $"Label column '{column}' has the value {label}, which is no finite number in the scale that the "
                + $"network learns in: less a mean of {Mean}, in units of {Unit}."));
        }

        return Math.Abs((double)Mean) + (Far * Deviation) <= float.MaxValue ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"Label column '{column}' goes from {least} to {most}, to the ends of single precision: predictions end at "
            + $"±{float.MaxValue}. Train on it divided by a large number.");
    }

    /// <summary>(label − mean) / unit, rounded once.</summary>
    public float Scaled(float label) => (float)(((double)label - Mean) / Unit);
}
