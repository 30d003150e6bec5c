using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;

namespace Larq.Benchmarks;

/// <summary>One convolution of numbers over a square image.</summary>
internal sealed class FloatCase(string id, int side, int channels, int filters, int kernel)
{
    private readonly ConvolutionShape _shape = new(
        side, side, channels, filters, 1,
        Window2D.Of(new TensorShape(side, side, channels), kernel, Size2D.One, Size2D.One, Padding.Same));

    public string Id => id;

    public double Macs => _shape.Macs;

    public Action Action(KernelSet kernels)
    {
        var random = new Random(1);
        float[] Random(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
        var convolution = kernels.Convolution(_shape, Random(_shape.Taps * channels * filters), 0, signs: false);
        var input = Random(side * side * channels);
        var scratch = new ulong[convolution.ScratchWords];
        var output = new float[side * side * filters];
        return () => convolution.Run(input, scratch, output);
    }
}
