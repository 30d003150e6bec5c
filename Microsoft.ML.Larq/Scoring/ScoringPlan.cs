using System.Numerics.Tensors;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed;

namespace Microsoft.ML.Larq.Scoring;

/// <summary>All that turns a feature vector into a prediction.</summary>
/// <param name="Network">The packed network.</param>
/// <param name="Task">What its outputs mean.</param>
/// <param name="FeatureColumn">The column that goes in.</param>
/// <param name="Layout">How the vector becomes the network's input.</param>
/// <param name="LabelMean">Added to a regression's output, after the next.</param>
/// <param name="LabelDeviation">A regression's output is multiplied by it.</param>
/// <param name="Temperature">A classifier's outputs are divided by it; above 0.</param>
/// <param name="Columns">What the columns that are added are called; null for ML.NET's names.</param>
internal sealed record ScoringPlan(
    PackedNetwork Network,
    LearningTask Task,
    string FeatureColumn,
    RowLayout Layout,
    float LabelMean,
    float LabelDeviation,
    float Temperature = 1f,
    ScoreNames? Columns = null)
{
    /// <summary>Whether a NaN is a value where the network has bits for it.</summary>
    public bool HandlesMissing { get; init; } = true;

    /// <summary>Whether a NaN among the features is a value like others.</summary>
    public bool TakesMissing => HandlesMissing && Network.Definition.TakesMissing;

    /// <summary>What the columns that are added are called.</summary>
    public ScoreNames Names { get; } = Columns ?? ScoreNames.Default;

    /// <summary>How many threads may score; plans that are copied of one another share it.</summary>
    public ScoringThreads Threads { get; } = new();

    /// <summary>
    /// Scores rows of arranged features; the scores are in the column's terms: probabilities, logit or label units.
    /// </summary>
    /// <remarks>
    /// A row with a NaN gets NaN alone, where a sign or a thermometer would make a plain bit of it, unless the network
    /// has bits for it and the training took it.
    /// </remarks>
    public void Score(ReadOnlySpan<float> features, Span<float> scores)
    {
        Network.Score(features, scores, Threads.Most);
        var (inputs, outputs) = (Network.InputSize, Network.OutputSize);
        if (Temperature != 1f)
        {
            foreach (ref var score in scores) score /= Temperature;
        }

        switch (Task)
        {
            case LearningTask.MulticlassClassification:
                for (var row = 0; row < scores.Length; row += outputs) SoftMax(scores.Slice(row, outputs));
                break;
            case LearningTask.Regression:
                foreach (ref var score in scores) score = InLabelUnits(score);
                break;
        }

        if (TakesMissing) return;
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
        var label = (score * LabelDeviation) + LabelMean;
        if (float.IsFinite(label) || !float.IsFinite(score)) return label;
        return (float)Math.Clamp(((double)score * LabelDeviation) + LabelMean, -float.MaxValue, float.MaxValue);
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
