using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Packed.Kernels.Pointwise;
using Microsoft.ML.Larq.Packed.Kernels.Sums;

namespace Microsoft.ML.Larq.Packed.Kernels.Float;

/// <summary>A compiled convolution of numbers with numbers or signs. Immutable.</summary>
internal abstract class FloatConvolution(ConvolutionShape shape) : CompiledConvolution(shape)
{
    public sealed override double Nanoseconds => Shape.Macs / 30.0;

    /// <summary>Every output pixel and filter.</summary>
    /// <param name="input">For each row of the batch row-major (height, width, channels).</param>
    /// <param name="scratch">Memory that may be overwritten.</param>
    /// <param name="finish">What becomes of the sums.</param>
    /// <param name="output">For each row of the batch row-major (height', width', filters).</param>
    /// <param name="rows">Rows of the batch; input and output have this many equal parts.</param>
    /// <param name="share">What of it to compute.</param>
    /// <param name="shortcut">Added last, of the output's shape; empty for nothing.</param>
    public abstract void Run(
        ReadOnlySpan<float> input, Span<ulong> scratch, SumFinish finish, Span<float> output, int rows, Share share,
        ReadOnlySpan<float> shortcut);

    /// <summary>All of it for one row, the sums as they are.</summary>
    public void Run(ReadOnlySpan<float> input, Span<ulong> scratch, Span<float> output) =>
        Run(input, scratch, SumFinish.Nothing, output, 1, Share.Whole, default);
}

/// <summary>The specification: number by number.</summary>
internal sealed class ScalarFloat<TKernel>(ConvolutionShape shape, TKernel kernel, float pad, long bytes)
    : FloatConvolution(shape)
    where TKernel : struct, IKernelRows
{
    public override string Name => ScalarFloatConvolution.Name;

    public override bool Folds => false;

    public override long Bytes => bytes;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(
        ReadOnlySpan<float> input, Span<ulong> scratch, SumFinish finish, Span<float> output, int rows, Share share,
        ReadOnlySpan<float> shortcut)
    {
        var (from, to) = (input.Length / rows, output.Length / rows);
        for (var row = 0; row < rows; row++)
            ScalarFloatConvolution.Run(Shape, input.Slice(row * from, from), kernel, pad, output.Slice(row * to, to));
        finish.Run(output);
        if (!shortcut.IsEmpty) VectorArithmetic.Add(output, shortcut);
    }
}
