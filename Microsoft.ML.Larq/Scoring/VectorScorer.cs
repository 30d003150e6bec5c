using Microsoft.ML.Data;

namespace Microsoft.ML.Larq.Scoring;

/// <summary>Scores one vector after another with a network of one output; for one thread.</summary>
/// <param name="plan">The plan.</param>
/// <exception cref="InvalidOperationException">The network has several outputs.</exception>
internal sealed class VectorScorer(ScoringPlan plan)
{
    private readonly FeatureBlock _features = new(plan, 1);
    private readonly float[] _score = plan.Network.OutputSize == 1
        ? new float[1]
        : throw new InvalidOperationException(
            $"ML.NET's scorers of one number cannot take a network of {plan.Network.OutputSize} ({plan.Task}).");

    /// <summary>The vector's score in the column's terms.</summary>
    /// <exception cref="InvalidOperationException">The vector has another length than the network takes.</exception>
    public float Score(in VBuffer<float> features)
    {
        _features.Put(in features, 0);
        plan.Score(_features.Rows(1), _score);
        return _score[0];
    }
}
