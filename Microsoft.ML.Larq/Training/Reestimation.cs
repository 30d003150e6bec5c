using System.Runtime.InteropServices;
using Microsoft.ML.Larq.Clusters.Wires;
using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Training.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training;

/// <summary>
/// Re-estimates every batch normalization's mean and variance with the present weights: running averages lag behind
/// weights that flip, and mislead validation and scoring.
/// </summary>
/// <remarks>
/// One pass over the training rows, at most <see cref="MostRows"/> of them, chosen once from the seed. Ranks share the
/// batches out and pool what they find in the order of the batches: to the bit what one rank finds.
/// </remarks>
internal sealed class Reestimation
{
    /// <summary>More rows change a mean over so many by less than a hundredth of a deviation.</summary>
    public const int MostRows = 16_384;

    private readonly NetworkModule _network;
    private readonly Action _checkAlive;
    private readonly BatchFeed _feed;
    private readonly int _batches;
    private readonly Ranks _ranks;

    /// <param name="network">The network.</param>
    /// <param name="batching">How training cuts rows into batches; here they have 256 rows and more.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="checkAlive">Throws when it should stop.</param>
    /// <param name="ranks">Who share the batches out; null for one who does all.</param>
    public Reestimation(
        NetworkModule network, Batching batching, RowCache rows, Action checkAlive, Ranks? ranks = null)
    {
        _ranks = ranks ?? Ranks.Alone;
        _network = network;
        _checkAlive = checkAlive;
        var size = Math.Min(Math.Max(batching.Size, 256), BatchFeed.MostRows(rows.Features));
        _feed = batching.MixedUpTo(size, rows);

        // Whole batches only: the statistics of a few rows left over would count for little and disturb the layers
        // behind.
        _batches = Math.Clamp(rows.Count / size, 1, Math.Max(1, MostRows / size));
    }

    /// <summary>Estimates the statistics.</summary>
    /// <param name="byItself">Whether this rank does it without the others.</param>
    public void Run(bool byItself = false)
    {
        BatchNormalization[] layers = [.. _network.BatchNormalizations];
        if (layers.Length == 0) return;
        _network.eval();
        foreach (var layer in layers)
        {
            layer.train();
            layer.BeginReestimation();
        }

        using (no_grad())
        {
            if (byItself || _ranks.IsAlone)
            {
                for (var batch = 0; batch < _batches; batch++) See(batch);
            }
            else
            {
                Pool(layers, Found(layers));
            }
        }

        foreach (var layer in layers) layer.EndReestimation();
        _network.eval();
    }

    private void See(int batch)
    {
        _checkAlive();
        using var scope = NewDisposeScope();
        _network.call(_feed[batch].Features);
    }

    // What this rank's batches show of each layer, batch after batch.
    private double[] Found(BatchNormalization[] layers)
    {
        var found = new List<double>();
        for (var own = _ranks.Rank; own < _batches; own += _ranks.Size)
        {
            foreach (var layer in layers) layer.BeginReestimation();
            See(own);
            foreach (var layer in layers) found.AddRange(layer.TakePooled());
        }

        return [.. found];
    }

    private void Pool(BatchNormalization[] layers, double[] found)
    {
        var all = _ranks.GatherBytes(MemoryMarshal.AsBytes<double>(found));
        var batch = layers.Sum(Numbers);
        foreach (var layer in layers) layer.BeginReestimation();
        for (var i = 0; i < _batches; i++)
        {
            var numbers = MemoryMarshal.Cast<byte, double>(all[i % _ranks.Size])
                .Slice(i / _ranks.Size * batch, batch);
            foreach (var layer in layers)
            {
                layer.Pool(numbers[..Numbers(layer)]);
                numbers = numbers[Numbers(layer)..];
            }
        }
    }

    private static int Numbers(BatchNormalization layer) => 1 + (2 * (int)layer.MovingMean.numel());
}
