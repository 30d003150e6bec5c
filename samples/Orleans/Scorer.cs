using Microsoft.ML.Larq.Packed;
using Orleans.Concurrency;

namespace OrleansSample;

/// <summary>
/// A worker without a state of its own: each silo makes as many as it has cores, and a call stays in the silo that
/// the client sent it to. All of a silo share its network, which any number of threads may ask at once; those that
/// nobody calls are gone after two minutes.
/// </summary>
[StatelessWorker, CollectionAgeLimit(Minutes = 2)]
public sealed class Scorer(PackedNetwork network) : Grain, IScorer
{
    public Task<float[]> Score(float[] rows)
    {
        if (rows.Length == 0 || rows.Length % network.InputSize != 0)
        {
            throw new ArgumentException(
                $"{network.InputSize} numbers a row are wanted, {rows.Length} came.", nameof(rows));
        }

        var scores = new float[rows.Length / network.InputSize * network.OutputSize];
        network.Predict(rows, scores);
        return Task.FromResult(scores);
    }
}
