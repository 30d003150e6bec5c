using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Packed.Sets;

namespace Larq.Benchmarks;

/// <summary>Two threads against one, on the same work.</summary>
internal static class ThreadCases
{
    private const string Peer = "one thread";

    // Workers sleep while it is one thread's turn, and a first run has to wake them: so that it is one of many.
    private const double Batch = 0.02;

    /// <summary>The layer alone, signs in and numbers out, shared out as a network's row is.</summary>
    public static Case Convolution(KernelSet kernels) => new("threads-conv", "GMAC/s", Peer, () =>
    {
        var layer = BinaryCase.Convolution(56, 64);
        return new Contest(layer.Work, layer.Shared(kernels, 2), layer.Shared(kernels, 1)) { Batch = Batch };
    });

    /// <summary>A batch through a network of a dense layer and a batch normalization, packing included.</summary>
    public static Case Dense() => new("threads-dense", "GMAC/s", Peer, () =>
    {
        const int Rows = 64;
        const int Width = 4096;
        var definition = NetworkDefinition.Build(new TensorShape(Width), input => input
            .QuantDense(Width, "ste_sign", "ste_sign", useBias: false).BatchNormalization());
        var network = PackedNetwork.Compile(definition, NetworkWeights.Initialize(definition, 1));
        var rows = RandomNumbers.Of(Rows * Width);
        var scores = new float[Rows * Width];
        return new Contest((double)Rows * Width * Width / 1e9, Score(2), Score(1)) { Batch = Batch };

        Action Score(int threads) => () => network.Score(rows, scores, threads);
    });

    /// <summary>One image through QuickNet: its layers are shared out, one after another.</summary>
    public static Case Network() => new("threads-network", "images/s", Peer, () =>
    {
        var definition = ZooModel.All.First(model => model.Id == nameof(Zoo.QuickNet)).Define();
        var network = PackedNetwork.Compile(definition, NetworkWeights.Initialize(definition, 1));
        var image = RandomNumbers.Of(network.InputSize);
        var scores = new float[network.OutputSize];
        return new Contest(1, Score(2), Score(1)) { Batch = Batch };

        Action Score(int threads) => () => network.Score(image, scores, threads);
    });
}
