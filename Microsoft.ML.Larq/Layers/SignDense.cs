using System.Buffers;
using System.Runtime.Intrinsics;
using Microsoft.ML.Larq.Quantizers;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>
/// Trains a dense layer whose kernel is quantized to signs on inputs of <see cref="SignRows"/>: its sums are counted
/// from bits, and its kernel's gradient is chosen from tables and leaves through the pseudo-gradient at once.
/// </summary>
/// <remarks>
/// Sums are whole numbers times the input's scale, rounded once; of ±1 they are Torch's, bit for bit. Left to Torch are
/// an input that wants a gradient, other quantizers, small kernels, and what does not lie in plain memory.
/// </remarks>
internal sealed class SignDense
{
    /// <summary>Weights of a kernel below which all is left to Torch.</summary>
    public const int LeastWeights = 1 << 17;

    // Units whose sums are taken at once, so that their tables and sums stay near.
    private const int Units = 8;

    private const int Together = 4;

    private readonly QuantizerModule _quantizer;
    private readonly Pointwise _loops;
    private readonly SignRows _rows;

    private SignDense(QuantizerModule quantizer, Pointwise loops, SignRows rows) =>
        (_quantizer, _loops, _rows) = (quantizer, loops, rows);

    /// <summary>What the backward pass could not throw; the quantizer's.</summary>
    public BackwardFault Fault => _quantizer.Fault;

    /// <summary>The layer's sums; null where it has to be computed as it is.</summary>
    /// <param name="input">(…, numbers), quantized.</param>
    /// <param name="kernel">(units, numbers), latent.</param>
    /// <param name="quantizer">The kernel's quantizer.</param>
    public static Tensor? Apply(Tensor input, Tensor kernel, nn.Module<Tensor, Tensor>? quantizer)
    {
        if (quantizer is not QuantizerModule { GivesSigns: true, InOnePass: { } loops } signs) return null;
        if (kernel.numel() < LeastWeights || (is_grad_enabled() && input.requires_grad)) return null;
        using var weights = kernel.InOrder(ScalarType.Float32);
        using var x = input.InOrder(ScalarType.Float32);
        if (weights is null || x is null || !kernel.is_contiguous() || !input.is_contiguous()) return null;
        if (SignRows.Of(x.Elements<float>(), (int)kernel.size(1)) is not { } rows) return null;
        signs.Fault.Throw();
        var dense = new SignDense(signs, loops, rows);
        var sums = is_grad_enabled() && kernel.requires_grad
            ? SignDenseFunction.apply(kernel, dense, input.detach())
            : dense.Forward(kernel);
        signs.MeasureForward(kernel, () => signs.Forward(kernel));
        return input.dim() == 2 ? sums : sums.view([.. input.shape[..^1], -1]);
    }

    /// <summary>The sums.</summary>
    public Tensor Forward(Tensor kernel)
    {
        var (units, rows) = ((int)kernel.size(0), _rows);
        var sums = TorchMemory.Empty(rows.Count, units);
        Share(units, Together, from =>
        {
            var signs = new ulong[Together * rows.Words];
            var weights = kernel.Elements<float>();
            for (var unit = from; unit < Math.Min(from + Together, units); unit++)
            {
                var left = weights.Slice(unit * rows.Width, rows.Width);
                for (var word = 0; word < rows.Words; word++, left = left[Math.Min(64, left.Length)..])
                    signs[((unit - from) * rows.Words) + word] = SignRows.Below(left);
            }

            rows.Multiply(signs, sums.Floats()[from..], units, Math.Min(Together, units - from));
        });
        return sums;
    }

    /// <summary>The gradient to the kernel, once the metrics have seen it.</summary>
    public Tensor Backward(Tensor kernel, Tensor input, Tensor upstream)
    {
        // A gradient that is to have a gradient itself is Torch's to follow.
        if (is_grad_enabled())
        {
            var product = upstream.reshape(_rows.Count, -1).t().mm(input.reshape(_rows.Count, -1));
            return _quantizer.Backward(kernel, null, product);
        }

        using var numbers = upstream.reshape(_rows.Count, -1).contiguous();
        var selections = Vector512.IsHardwareAccelerated
            ? new SignSelections(input.Elements<float>(), _rows.Width, _rows.Scale, _rows.IsFull)
            : null;
        var gradient = Product(kernel, input, numbers, selections, throughQuantizer: true);
        _quantizer.Measure(
            kernel, null, () => Product(kernel, input, numbers, selections, throughQuantizer: false), gradient);
        return gradient;
    }

    private Tensor Product(
        Tensor kernel, Tensor input, Tensor upstream, SignSelections? selections, bool throughQuantizer)
    {
        if (selections is null)
        {
            var product = upstream.t().mm(input.view(_rows.Count, -1));
            if (throughQuantizer) _loops.Gradient(kernel.Elements<float>(), product.Floats(), product.Floats());
            return product;
        }

        var (units, width, loops) = ((int)kernel.size(0), _rows.Width, throughQuantizer ? _loops : null);
        var gradient = TorchMemory.Empty(units, width);
        Share(units, Units, from =>
        {
            var count = Math.Min(Units, units - from);
            var sums = ArrayPool<float>.Shared.Rent(count * width);
            selections.Sum(upstream.Elements<float>(), units, from, sums.AsSpan(0, count * width));
            var to = gradient.Floats().Slice(from * width, count * width);
            if (loops is null) sums.AsSpan(0, to.Length).CopyTo(to);
            else loops.Gradient(kernel.Elements<float>().Slice(from * width, to.Length), sums.AsSpan(0, to.Length), to);
            ArrayPool<float>.Shared.Return(sums);
        });
        return gradient;
    }

    // By as many threads as Torch has; the bits do not depend on how many.
    private static void Share(int count, int step, Action<int> part)
    {
        var (parts, threads) = (((count - 1) / step) + 1, get_num_threads());
        if (threads > 1)
        {
            Parallel.For(
                0, parts, new ParallelOptions { MaxDegreeOfParallelism = threads }, number => part(number * step));
            return;
        }

        for (var number = 0; number < parts; number++) part(number * step);
    }
}
