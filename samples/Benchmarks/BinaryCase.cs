using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;

namespace Larq.Benchmarks;

/// <summary>One binary convolution: bits in, numbers out with a multiplier and an offset, gathering included.</summary>
internal sealed class BinaryCase
{
    private readonly ConvolutionShape _shape;
    private readonly float[] _weights;
    private readonly float[] _input;
    private readonly float[] _output;

    public BinaryCase(string id, int height, int width, int channels, int filters, int kernel)
    {
        Id = id;
        var image = new TensorShape(height, width, channels);
        _shape = new ConvolutionShape(
            height, width, channels, filters, 1,
            Window2D.Of(image, kernel, Size2D.One, Size2D.One, Padding.Same));
        var random = new Random(1);
        _weights = [.. Enumerable.Range(0, _shape.Taps * channels * filters).Select(_ => random.Next(2) - 0.5f)];
        _input = [.. Enumerable.Range(0, image.Size).Select(_ => random.NextSingle() - 0.5f)];
        _output = new float[height * width * filters];
    }

    public string Id { get; }

    public double Macs => _shape.Macs;

    /// <summary>Bits in, bits out through thresholds.</summary>
    public Action ToBits(KernelSet kernels) => Action(kernels, true);

    public Action ToNumbers(KernelSet kernels) => Action(kernels, false);

    private Action Action(KernelSet kernels, bool bits)
    {
        var convolution = kernels.Convolution(_shape, _weights, 1);
        var signs = new ulong[kernels.Format.Slot(_input.Length, _shape.Channels).Length];
        kernels.Pack(_input, _shape.Channels, signs);
        var scratch = new ulong[convolution.ScratchWords];
        float[] Row() => [.. Enumerable.Range(0, _shape.Filters).Select(i => (i % 7) + 0.5f)];
        var finish = new SumFinish([], ActivationFunction.Linear).Then(Row(), Row());
        if (!bits || !convolution.CanWriteSigns) return () => convolution.Run(signs, scratch, finish, _output);
        var thresholds = new SumThresholds(finish, _shape.Filters, _shape.Taps * _shape.Channels);
        var packed = new ulong[kernels.Format.Slot(_output.Length, _shape.Filters).Length];
        return () => convolution.Run(signs, scratch, thresholds, packed);
    }
}
