using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Packed.Usage;

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
/// <param name="HandlesMissing">Whether a NaN is a value where the network has bits for it.</param>
internal sealed record ScoringPlan(
    PackedNetwork Network,
    LearningTask Task,
    string FeatureColumn,
    RowLayout Layout,
    float LabelMean,
    float LabelDeviation,
    float Temperature = 1f,
    ScoreNames? Columns = null,
    bool HandlesMissing = true)
{
    private readonly PackedUse _use = new(
        Task, temperature: Temperature, labelMean: LabelMean, labelDeviation: LabelDeviation,
        handlesMissing: HandlesMissing);

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
        ScoreFinish.Apply(Network.Definition, _use, features, scores);
    }

    /// <summary>
    /// The predicted class's key: 1 for the first; the first of equals wins; 0 (missing) where scores are NaN.
    /// </summary>
    public static uint KeyOf(ReadOnlySpan<float> scores) => ScoreFinish.KeyOf(scores);

    /// <summary>The logistic function.</summary>
    public static float Sigmoid(float logit) => ScoreFinish.Sigmoid(logit);
}
