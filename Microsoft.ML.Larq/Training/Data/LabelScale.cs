namespace Microsoft.ML.Larq.Training;

/// <summary>Mean and standard deviation of a regression's labels: the network learns (y − mean) / deviation.</summary>
internal readonly record struct LabelScale(float Mean, float Deviation)
{
    public static LabelScale None => new(0f, 1f);

    public static LabelScale Of(ReadOnlySpan<float> labels)
    {
        double mean = 0, squares = 0;
        for (var i = 0; i < labels.Length; i++)
        {
            var delta = labels[i] - mean;
            mean += delta / (i + 1);
            squares += delta * (labels[i] - mean);
        }

        var deviation = Math.Sqrt(squares / Math.Max(labels.Length, 1));
        return new LabelScale((float)mean, (float)deviation is > 0 and var positive ? positive : 1f);
    }

    /// <summary>(label − mean) / deviation, rounded once.</summary>
    public float Scaled(float label) => (float)(((double)label - Mean) / Deviation);
}
