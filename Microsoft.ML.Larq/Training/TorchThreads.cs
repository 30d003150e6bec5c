using Microsoft.ML.Larq.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training;

/// <summary>Sets Torch's thread count while a network trains and puts back what was there.</summary>
/// <remarks>
/// The count is the process's: of trainings that overlap, the latest decides, and the last to end puts the first's
/// back.
/// </remarks>
internal sealed class TorchThreads : IDisposable
{
    /// <summary>
    /// Multiply-accumulates of a batch below which one thread is faster: each of Torch's parallel regions costs several
    /// microseconds, and far more where other work wants the same cores.
    /// </summary>
    private const long SmallBatch = 100_000_000;

    private static readonly Lock Gate = new();
    private static int _holders;
    private static int _found;

    /// <param name="wanted">Threads wanted; null for one if the network is small, otherwise Torch's own number.</param>
    /// <param name="definition">The network.</param>
    /// <param name="batchSize">Rows a batch.</param>
    public TorchThreads(int? wanted, NetworkDefinition definition, int batchSize)
    {
        lock (Gate)
        {
            if (_holders++ == 0) _found = get_num_threads();
            set_num_threads(wanted ?? (Work(definition) * batchSize < SmallBatch ? 1 : _found));
        }
    }

    /// <summary>Torch's threads now.</summary>
    public static int Current => get_num_threads();

    public void Dispose()
    {
        lock (Gate)
        {
            if (--_holders == 0) set_num_threads(_found);
        }
    }

    // A kernel is used once for every output pixel.
    private static long Work(NetworkDefinition definition) => definition.Layers.Sum(layer =>
        layer.Weights.Where(spec => spec.Name.EndsWith("kernel", StringComparison.Ordinal))
            .Sum(spec => (long)spec.Shape.Size)
        * (layer.OutputShape.Size / layer.OutputShape.Channels));
}
