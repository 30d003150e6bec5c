using Microsoft.ML.Larq;
using Microsoft.ML.Larq.Modules;
using static TorchSharp.torch;

namespace Larq.Benchmarks;

/// <summary>
/// A trained network on TorchSharp in evaluation mode: libtorch's float kernels, batches of 256, one thread, no
/// gradients.
/// </summary>
internal sealed class TorchScorer : IDisposable
{
    private const int BatchSize = 256;

    private readonly NetworkModule _network;
    private readonly Tensor _rows;
    private readonly float[] _scores;
    private readonly int _outputs;

    /// <param name="model">The network.</param>
    /// <param name="samples">Rows, repeated.</param>
    /// <param name="count">How many rows a run scores.</param>
    public TorchScorer(BinarizedNetworkTransformer model, float[][] samples, int count)
    {
        _network = new NetworkModule(model.Network, model.Weights, 1);
        _network.eval();
        _rows = tensor(Enumerable.Range(0, count).SelectMany(i => samples[i % samples.Length]).ToArray())
            .reshape(count, samples[0].Length);
        _outputs = model.Packed.OutputSize;
        _scores = new float[count * _outputs];
    }

    public void Run()
    {
        var threads = get_num_threads();
        set_num_threads(1);
        using var noGrad = no_grad();
        for (var row = 0; row < _rows.size(0); row += BatchSize)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(BatchSize, (int)_rows.size(0) - row);
            _network.call(_rows.narrow(0, row, count)).data<float>().CopyTo(_scores, row * _outputs);
        }

        set_num_threads(threads);
    }

    public void Dispose()
    {
        _rows.Dispose();
        _network.Dispose();
    }
}
