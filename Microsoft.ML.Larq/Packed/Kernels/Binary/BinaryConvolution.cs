using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.Larq.Packed.Kernels.Pointwise;
using Microsoft.ML.Larq.Packed.Kernels.Sums;

namespace Microsoft.ML.Larq.Packed.Kernels.Binary;

/// <summary>A compiled convolution of signs with signs, or of planes of signs. Immutable.</summary>
/// <remarks>
/// An input may have several planes, of which plane j counts 2ʲ-fold. They follow one another in memory, each in the
/// same number of words; around the image all planes are +1, or all are −1.
/// </remarks>
internal abstract class BinaryConvolution(ConvolutionShape shape, int planes) : CompiledConvolution(shape)
{
    /// <summary>Planes of the input.</summary>
    public int Planes { get; } = planes;

    /// <summary>What a sign counts over all planes together.</summary>
    public int Weight { get; } = (1 << planes) - 1;

    /// <summary>No sum lies beyond this on either side.</summary>
    public int MostSum => Shape.Taps * Shape.GroupChannels * Weight;

    /// <summary>Every output pixel and filter, in numbers.</summary>
    /// <param name="input">For each row and plane, for every pixel and group a run of signs.</param>
    /// <param name="scratch">Memory that may be overwritten.</param>
    /// <param name="finish">What becomes of the integer sums.</param>
    /// <param name="output">Row-major (height', width', filters).</param>
    /// <param name="rows">Rows of the batch; input and output have this many equal parts.</param>
    /// <param name="share">What of it to compute.</param>
    /// <param name="shortcut">Added last, of the output's shape; empty for nothing.</param>
    public abstract void Run(
        ReadOnlySpan<ulong> input, Span<ulong> scratch, SumFinish finish, Span<float> output, int rows,
        Share share, ReadOnlySpan<float> shortcut);

    /// <summary>All of it for one row.</summary>
    public void Run(ReadOnlySpan<ulong> input, Span<ulong> scratch, SumFinish finish, Span<float> output) =>
        Run(input, scratch, finish, output, 1, Share.Whole, default);

    /// <summary>All of it for one row.</summary>
    public void Run(ReadOnlySpan<ulong> input, Span<ulong> scratch, SumThresholds thresholds, Span<ulong> output) =>
        Run(input, scratch, thresholds, output, 1, Share.Whole);

    /// <summary>Signs that lie together in its input: a run.</summary>
    public virtual int InputRun => Shape.GroupChannels;

    public override double Nanoseconds => Shape.Macs * Planes / 500.0;

    /// <summary>Whether it can write signs without a float in between.</summary>
    public virtual bool CanWriteSigns => false;

    /// <summary>What makes signs of its sums.</summary>
    public virtual SumThresholds Thresholds(SumFinish finish) =>
        new(finish, Shape.Filters, MostSum);

    /// <summary>Every output pixel, in signs: a run of all filters.</summary>
    /// <param name="input">For each row and plane, for every pixel and group a run of signs.</param>
    /// <param name="scratch">Memory that may be overwritten.</param>
    /// <param name="thresholds">What becomes of the integer sums.</param>
    /// <param name="output">The signs.</param>
    /// <param name="rows">Rows of the batch.</param>
    /// <param name="share">What of it to compute.</param>
    public virtual void Run(
        ReadOnlySpan<ulong> input, Span<ulong> scratch, SumThresholds thresholds, Span<ulong> output, int rows,
        Share share) =>
        throw new NotSupportedException($"{Name} writes numbers.");
}

/// <summary>The specification: filter by filter, pixel by pixel.</summary>
internal sealed class ScalarConvolution(ConvolutionShape shape, ReadOnlySpan<float> weights, int pad, int planes)
    : BinaryConvolution(shape, planes)
{
    private readonly BinaryKernel _kernel = new(shape, weights, pad);

    public override string Name => ScalarBinaryConvolution.Name;

    public override bool Folds => false;

    public override long Bytes => _kernel.Bytes;

    // Room for the sums of one plane.
    public override int ScratchWords => Planes == 1
        ? 0
        : checked((Shape.Window.Rows.Output * Shape.Window.Columns.Output * Shape.Filters) + 1) / 2;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(
        ReadOnlySpan<ulong> input, Span<ulong> scratch, SumFinish finish, Span<float> output, int rows,
        Share share, ReadOnlySpan<float> shortcut)
    {
        var (from, to) = (input.Length / rows, output.Length / rows);
        for (var row = 0; row < rows; row++)
            Sum(input.Slice(row * from, from), scratch, output.Slice(row * to, to));
        finish.Run(output);
        if (!shortcut.IsEmpty) VectorArithmetic.Add(output, shortcut);
    }

    // From the highest plane down: twice the sum so far, plus the sum of the next plane.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sum(ReadOnlySpan<ulong> row, Span<ulong> scratch, Span<float> sums)
    {
        var plane = row.Length / Planes;
        ScalarBinaryConvolution.Run(Shape, row[^plane..], _kernel, sums);
        if (Planes == 1) return;
        var next = MemoryMarshal.Cast<ulong, float>(scratch)[..sums.Length];
        for (row = row[..^plane]; !row.IsEmpty; row = row[..^plane])
        {
            ScalarBinaryConvolution.Run(Shape, row[^plane..], _kernel, next);
            for (var i = 0; i < sums.Length; i++) sums[i] = (2 * sums[i]) + next[i];
        }
    }
}
