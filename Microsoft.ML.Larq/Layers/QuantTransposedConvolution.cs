using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Tensors;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>What the quantized transposed convolutions share, whatever their rank.</summary>
/// <remarks>
/// <para>
/// Forward: y[i·s + t·d − before] += q_in(x)[i]·q_k(W)[t] over all inputs i and taps t, then + b. The bias is never
/// quantized and is added to the finished sums, so that sums of ±1 stay exact. Backward: through both pseudo-gradients
/// to x and to the latent kernel W. A kernel quantizer that scales has a scale for each input channel, Keras' last
/// axis.
/// </para>
/// <para>
/// Evaluation without gradients sums whole numbers where it can, as <see cref="QuantConvolution"/> says; with scales of
/// input channels only where they are all the same.
/// </para>
/// <para>
/// An output axis has, with k' = (k−1)·d + 1, in·s + max(k' − s, 0) cells with <c>Valid</c> and in·s with <c>Same</c>;
/// with an output padding (in−1)·s + k' − 2·p + output padding, where p is 0 and ⌊k'/2⌋. What is cut off before is what
/// the convolution pads with whose gradient this is.
/// </para>
/// </remarks>
public abstract class QuantTransposedConvolution : QuantKernelLayer
{
    private readonly SlidingWindow _window;
    private readonly int[]? _outputPadding;
    private readonly int _inChannels;

    private protected QuantTransposedConvolution(
        string name, SlidingWindow window, Sides? outputPadding, int inChannels, int filters, bool useBias,
        nn.Module<Tensor, Tensor>? inputQuantizer, nn.Module<Tensor, Tensor>? kernelQuantizer, Generator? generator)
        : base(
            name, inputQuantizer, kernelQuantizer, Drawn(name, window, inChannels, filters, generator), useBias,
            filters)
    {
        var added = outputPadding?.Along(window.Strides.Length);
        if (added is not null && (added.Length != window.Strides.Length
            || added.Where((padding, i) => padding < 0 || padding >= window.Strides[i]).Any()))
        {
            throw new ArgumentOutOfRangeException(
                nameof(outputPadding), string.Join('×', added),
                $"Layer '{name}': outputPadding must be from 0 to below the strides "
                + $"{string.Join('×', window.Strides)}; got {string.Join('×', added)}.");
        }

        (_window, _outputPadding, _inChannels) = (window, added, inChannels);
    }

    private protected sealed override Tensor Compute(Tensor input)
    {
        _window.CheckInput(GetName(), input, _inChannels);
        var whole = IntegerSums.Of(training, input, _inputQuantizer, _kernel, _kernelQuantizer, filterAxis: 1);
        var y = whole is null
            ? Cut(Scatter(Quantized(_inputQuantizer, input), Quantized(_kernelQuantizer, _kernel)), input)
            : whole.Finish(Cut(Scatter(whole.Input, whole.Kernel), input), _window.Size.Length);
        return _bias is null ? y : y.Plus(_bias.view([1, -1, .. _window.Size.Select(_ => 1L)]));
    }

    private static Parameter Drawn(
        string name, SlidingWindow window, int inChannels, int filters, Generator? generator)
    {
        LayerArguments.AtLeastOne(name, nameof(inChannels), inChannels);
        LayerArguments.AtLeastOne(name, nameof(filters), filters);
        return LayerArguments.GlorotUniform(
            [inChannels, filters, .. window.Size], filters * window.Cells, inChannels * window.Cells, generator);
    }

    private Tensor Scatter(Tensor x, Tensor kernel)
    {
        var (zero, strides, dilation) = (_window.None, _window.Strides, _window.Dilation);
        return zero.Length == 2
            ? nn.functional.conv_transpose2d(x, kernel, null, strides, zero, zero, dilation, 1)
            : nn.functional.conv_transpose3d(x, kernel, null, strides, zero, zero, dilation, 1);
    }

    // Torch gives every cell that a tap reaches; Keras' length may begin later and end earlier, or end in zeros.
    private Tensor Cut(Tensor y, Tensor input)
    {
        for (var i = 0; i < _window.Size.Length; i++)
        {
            var axis = TransposedAxis.Of(
                checked((int)input.size(i + 2)), (int)_window.Size[i], (int)_window.Strides[i],
                (int)_window.Dilation[i], _outputPadding?[i], _window.Padding)
                ?? throw new ArgumentException(
                    $"Layer '{GetName()}': no convolution leads to an input of ({string.Join(", ", input.shape)}) with "
                    + $"output padding {string.Join('×', _outputPadding ?? [])}.", nameof(input));
            var there = Math.Min(axis.Output, y.size(i + 2) - axis.Before);
            if (axis.Before > 0 || there < y.size(i + 2)) y = y.narrow(i + 2, axis.Before, there);
            if (there == axis.Output) continue;
            long[] sides = [.. Enumerable.Repeat(0L, 2 * (_window.Size.Length - 1 - i)), 0, axis.Output - there];
            y = nn.functional.pad(y, sides, TorchSharp.PaddingModes.Constant, 0);
        }

        return y;
    }
}
