using Microsoft.ML.Larq.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Machine;

/// <summary>Sets Torch's thread count for the thread that trains, and puts back what was there.</summary>
/// <remarks>
/// Torch keeps a count for each thread that has used it, and one for those that have not: what was set last, by
/// whichever thread. So every change is followed by one on a thread that ends at once, and others go on as they would.
/// </remarks>
internal sealed class TorchThreads : IDisposable
{
    /// <summary>
    /// Multiply-accumulates of a batch below which one thread is faster: each of Torch's parallel regions costs several
    /// microseconds, and far more where other work wants the same cores.
    /// </summary>
    private const double SmallBatch = 100_000_000;

    private static readonly Lock Gate = new();

    /// <summary>What the outermost training of this thread found; null where there is none.</summary>
    [ThreadStatic]
    private static int? _own;

    private readonly int? _ownBefore = _own;
    private readonly int _found;

    /// <param name="wanted">Threads wanted; null for one if the network is small, otherwise Torch's own number.</param>
    /// <param name="definition">The network.</param>
    /// <param name="batchSize">Rows a batch.</param>
    public TorchThreads(int? wanted, NetworkDefinition definition, int batchSize)
    {
        _found = get_num_threads();
        var own = _own ??= _found;
        Set(wanted ?? (Work(definition) * batchSize < SmallBatch ? 1 : own));
    }

    /// <summary>The calling thread's number now.</summary>
    public static int Current => get_num_threads();

    public void Dispose()
    {
        Set(_found);
        _own = _ownBefore;
    }

    private static void Set(int count)
    {
        if (count == get_num_threads()) return;
        lock (Gate)
        {
            var others = 0;
            OnANewThread(() => others = get_num_threads());
            set_num_threads(count);
            OnANewThread(() => set_num_threads(others));
        }
    }

    private static void OnANewThread(Action action)
    {
        var thread = new Thread(() => action());
        thread.Start();
        thread.Join();
    }

    // Each output pixel uses the kernel once. Counted as a double: no number of layers and rows overflows it.
    private static double Work(NetworkDefinition definition) => definition.Layers.Sum(layer =>
        layer.Weights.Where(spec => spec.IsKernel)
            .Sum(spec => (double)spec.Shape.Size)
        * (layer.OutputShape.Size / layer.OutputShape.Channels));
}
