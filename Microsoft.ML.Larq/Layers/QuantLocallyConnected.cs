using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>What the quantized convolutions without shared weights have in common, whatever their rank.</summary>
/// <remarks>
/// <para>
/// Forward: y[p] = q_in(x)[window p]·q_k(W)[p] + b[p] at each output position p; there is no padding. The bias is never
/// quantized and is added to the finished sums, so that sums of ±1 stay exact. Backward: through both pseudo-gradients
/// to x and to the latent kernel W. Evaluation without gradients sums whole numbers where it can, as
/// <see cref="QuantConvolution"/> says.
/// </para>
/// <para>
/// The kernel has Keras' layout: (positions, window·channels, filters), positions row by row, the window's cells row by
/// row, channels fastest. A quantizer that scales has a scale for each filter over all positions.
/// </para>
/// </remarks>
public abstract class QuantLocallyConnected : QuantKernelLayer
{
    private readonly SlidingWindow _window;
    private readonly int[] _inputSize;
    private readonly long[] _positions;
    private readonly int _inChannels;

    private protected QuantLocallyConnected(
        string name, SlidingWindow window, Sides inputSize, int inChannels, int filters, bool useBias,
        nn.Module<Tensor, Tensor>? inputQuantizer, nn.Module<Tensor, Tensor>? kernelQuantizer, Generator? generator)
        : base(
            name, inputQuantizer, kernelQuantizer, Drawn(name, window, inputSize, inChannels, filters, generator),
            useBias, [.. Positions(window, inputSize), filters])
    {
        (_window, _inputSize, _inChannels) = (window, inputSize.Along(window.Size.Length), inChannels);
        _positions = Positions(window, inputSize);
    }

    private protected sealed override Tensor Compute(Tensor input)
    {
        _window.CheckInput(GetName(), input, _inChannels);
        if (_inputSize.Where((size, i) => input.size(i + 2) != size).Any())
        {
            throw new ArgumentException(
                $"Layer '{GetName()}': the input's axes must be {string.Join('×', _inputSize)}; "
                + $"got ({string.Join(", ", input.shape)}).", nameof(input));
        }

        var whole = IntegerSums.Of(
            training, input, _inputQuantizer, _kernel, _kernelQuantizer, filterAxis: 2, depth: _kernel.size(1));

        // (positions, rows, window·channels)·(positions, window·channels, filters)
        var y = whole is null
            ? Windows(Quantized(_inputQuantizer, input)).matmul(Quantized(_kernelQuantizer, _kernel))
            : whole.Finish(Windows(whole.Input).matmul(whole.Kernel), axes: 0);
        if (_bias is not null) y = y.Plus(_bias.view(y.size(0), 1, y.size(2)));
        return y.permute(1, 2, 0).reshape([y.size(1), y.size(2), .. _positions]);
    }

    private Tensor Windows(Tensor x)
    {
        var axes = _positions.Length;
        for (var i = 0; i < axes; i++) x = x.unfold(i + 2, _window.Size[i], _window.Strides[i]);

        // rows, channels, positions…, cells… to positions…, rows, cells…, channels
        long[] order =
        [
            .. Enumerable.Range(2, axes).Select(axis => (long)axis), 0,
            .. Enumerable.Range(2 + axes, axes).Select(axis => (long)axis), 1,
        ];
        return x.permute(order).reshape(_kernel.size(0), x.size(0), _kernel.size(1));
    }

    private static long[] Positions(SlidingWindow window, Sides inputSize) =>
        [.. window.Size.Select((size, i) => (long)WindowAxis.Of(
            inputSize[i], (int)size, (int)window.Strides[i], 1, PadMode.Valid).Output)];

    private static Parameter Drawn(
        string name, SlidingWindow window, Sides inputSize, int inChannels, int filters, Generator? generator)
    {
        LayerArguments.AtLeastOne(name, nameof(inChannels), inChannels);
        LayerArguments.AtLeastOne(name, nameof(filters), filters);
        var sides = string.Join('×', inputSize.Along(window.Size.Length));
        var positions = Positions(window, inputSize);
        if (positions.Any(count => count < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(inputSize), sides,
                $"Layer '{name}': inputSize must be at least the kernel's {string.Join('×', window.Size)}; "
                + $"got {sides}.");
        }

        var count = positions.Aggregate(1L, (product, side) => product * side);
        var depth = window.Cells * inChannels;
        return LayerArguments.GlorotUniform([count, depth, filters], count * depth, count * filters, generator);
    }
}
