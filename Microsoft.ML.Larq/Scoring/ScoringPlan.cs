using System.Numerics.Tensors;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;

namespace Microsoft.ML.Larq.Scoring;

/// <summary>All that turns a feature vector into a prediction.</summary>
/// <param name="network">The packed network.</param>
/// <param name="task">What its outputs mean.</param>
/// <param name="featureColumn">The column that goes in.</param>
/// <param name="layout">How the vector becomes the network's input.</param>
/// <param name="labelMean">Added to a regression's output, after the next.</param>
/// <param name="labelDeviation">A regression's output is multiplied by it.</param>
/// <param name="temperature">A classifier's outputs are divided by it; above 0.</param>
internal sealed class ScoringPlan(
    PackedNetwork network,
    LearningTask task,
    string featureColumn,
    RowLayout layout,
    float labelMean,
    float labelDeviation,
    float temperature = 1f)
{
    private volatile int _threads = 1;

    public PackedNetwork Network => network;

    public LearningTask Task => task;

    public string FeatureColumn => featureColumn;

    public RowLayout Layout => layout;

    /// <summary>How many threads may score a row or a block of rows; any thread may set it at any time.</summary>
    public int MaxDegreeOfParallelism
    {
        get => _threads;
        set => _threads = value;
    }

    /// <summary>
    /// Scores rows of arranged features; the scores are in the column's terms: probabilities, logit or label units.
    /// </summary>
    /// <remarks>A row with a NaN gets NaN alone, where a sign or a thermometer would make a plain bit of it.</remarks>
    public void Score(ReadOnlySpan<float> features, Span<float> scores)
    {
        network.Score(features, scores, MaxDegreeOfParallelism);
        var (inputs, outputs) = (network.InputSize, network.OutputSize);
        if (temperature != 1f)
        {
            foreach (ref var score in scores) score /= temperature;
        }

        switch (task)
        {
            case LearningTask.MulticlassClassification:
                for (var row = 0; row < scores.Length; row += outputs) SoftMax(scores.Slice(row, outputs));
                break;
            case LearningTask.Regression:
                foreach (ref var score in scores) score = InLabelUnits(score);
                break;
        }

        for (var row = 0; row < scores.Length / outputs; row++)
        {
            // The largest of numbers among which one is NaN is NaN.
            if (float.IsNaN(TensorPrimitives.Max(features.Slice(row * inputs, inputs))))
                scores.Slice(row * outputs, outputs).Fill(float.NaN);
        }
    }

    /// <summary>
    /// The predicted class's key: 1 for the first; the first of equals wins; 0 (missing) where scores are NaN.
    /// </summary>
    public static uint KeyOf(ReadOnlySpan<float> scores)
    {
        var best = TensorPrimitives.IndexOfMax(scores);
        return float.IsNaN(scores[best]) ? 0u : (uint)best + 1;
    }

    /// <summary>The logistic function.</summary>
    public static float Sigmoid(float logit) => 1f / (1f + MathF.Exp(-logit));

    // Where single precision has no room for the product, the sum may still fit, and ends at its limits otherwise.
    private float InLabelUnits(float score)
    {
        var label = (score * labelDeviation) + labelMean;
        if (float.IsFinite(label) || !float.IsFinite(score)) return label;
        return (float)Math.Clamp(((double)score * labelDeviation) + labelMean, -float.MaxValue, float.MaxValue);
    }

    // The largest logit is taken off first, so that no exponential overflows.
    private static void SoftMax(Span<float> scores)
    {
        var largest = TensorPrimitives.Max(scores);
        foreach (ref var score in scores) score = MathF.Exp(score - largest);
        var sum = TensorPrimitives.Sum(scores);
        foreach (ref var score in scores) score /= sum;
    }
}
