using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Training.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training;

/// <summary>
/// Re-estimates every batch normalization's mean and variance with the present weights: running averages lag behind
/// weights that flip, and mislead validation and scoring.
/// </summary>
/// <remarks>
/// One pass over the training rows, at most <see cref="MostRows"/> of them, chosen once from the seed.
/// </remarks>
internal sealed class Reestimation
{
    /// <summary>More rows change a mean over so many by less than a hundredth of a deviation.</summary>
    public const int MostRows = 16_384;

    private readonly NetworkModule _network;
    private readonly Action _checkAlive;
    private readonly BatchFeed _feed;
    private readonly int _batches;

    /// <param name="network">The network.</param>
    /// <param name="batching">How training cuts rows into batches; here they have 256 rows and more.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="checkAlive">Throws when it should stop.</param>
    public Reestimation(NetworkModule network, Batching batching, RowCache rows, Action checkAlive)
    {
        _network = network;
        _checkAlive = checkAlive;
        var size = Math.Min(Math.Max(batching.Size, 256), BatchFeed.MostRows(rows.Features));
        _feed = batching.MixedUpTo(size, rows);

        // Whole batches only: the statistics of a few rows left over would count for little and disturb the layers
        // behind.
        _batches = Math.Clamp(rows.Count / size, 1, Math.Max(1, MostRows / size));
    }

    public void Run()
    {
        if (!_network.BatchNormalizations.Any()) return;
        _network.eval();
        foreach (var layer in _network.BatchNormalizations)
        {
            layer.train();
            layer.BeginReestimation();
        }

        using (no_grad())
        {
            for (var batch = 0; batch < _batches; batch++)
            {
                _checkAlive();
                using var scope = NewDisposeScope();
                _network.call(_feed[batch].Features);
            }
        }

        foreach (var layer in _network.BatchNormalizations) layer.EndReestimation();
        _network.eval();
    }
}
