using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Sets;

namespace Larq.Benchmarks;

/// <summary>One convolution of numbers over a square image, with a bias; the peer gives the same numbers.</summary>
/// <param name="id">The row.</param>
/// <param name="side">Rows and columns of the image.</param>
/// <param name="channels">Channels of the image.</param>
/// <param name="filters">Filters.</param>
/// <param name="kernel">Rows and columns of a filter.</param>
/// <param name="groups">Parts of channels and filters, each convolved on its own; default 1.</param>
/// <param name="signs">Whether weights are ±1, of which the engine keeps bits; the peer multiplies by them.</param>
internal sealed class FloatCase(
    string id, int side, int channels, int filters, int kernel, int groups = 1, bool signs = false)
{
    // Sums of 576 numbers below ½, in other orders.
    private const float Same = 1e-4f;

    private readonly ConvolutionShape _shape = new(
        side, side, channels, filters, groups,
        Window2D.Of(new TensorShape(side, side, channels), kernel, Size2D.One, Size2D.One, PadMode.Same));

    public Case Row(KernelSet kernels) => new(id, "GMAC/s", OnnxLayer.Name, () =>
    {
        var random = new Random(1);
        float[] Random(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
        var (input, bias) = (Random(side * side * channels), Random(filters));
        var weights = Random(_shape.Taps * _shape.GroupChannels * filters);
        if (signs) weights = [.. weights.Select(weight => weight < 0 ? -1f : 1f)];
        var output = new AlignedArray<float>(side * side * filters);
        var image = new AlignedArray<float>(input.Length);
        input.CopyTo(image.Span);
        var (engine, scalar) = (Layer(kernels), Layer(KernelSet.Scalar));
        var peer = OnnxLayer.Of(_shape, 1, input, weights, bias);
        engine();
        var difference = output.Span.ToArray()
            .Zip(peer.Score(filters), (ours, theirs) => Math.Abs(ours - theirs)).Max();
        if (difference > Same) throw new InvalidOperationException($"{id}: the peer's output differs by {difference}.");
        return new Contest(_shape.Macs / 1e9, engine, peer.Run) { Scalar = scalar, Held = peer };

        Action Layer(KernelSet set)
        {
            var convolution = set.Convolution(_shape, weights, 0, signs);
            var finish = new SumFinish(bias, ActivationFunction.Linear);
            var scratch = new AlignedArray<ulong>(convolution.ScratchWords);
            return () =>
                convolution.Run(image.Span, scratch.Span, finish, output.Span, 1, Share.Whole, default);
        }
    });
}
