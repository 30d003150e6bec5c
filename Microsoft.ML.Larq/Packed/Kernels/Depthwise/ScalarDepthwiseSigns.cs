using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Packed.Kernels.Binary;
using Microsoft.ML.Larq.Packed.Kernels.Packing;
using Microsoft.ML.Larq.Packed.Kernels.Pointwise;
using Microsoft.ML.Larq.Packed.Kernels.Sums;

namespace Microsoft.ML.Larq.Packed.Kernels.Depthwise;

/// <summary>
/// The specification of <see cref="DepthwiseSigns"/>: filter by filter, pixel by pixel, tap by tap.
/// </summary>
/// <remarks>
/// Filter c·multiplier + k reads channel c. A tap inside the image adds the product of two signs, one outside pad times
/// its weight.
/// </remarks>
internal sealed class ScalarDepthwiseSigns : BinaryConvolution
{
    private readonly ulong[] _weights;
    private readonly int _pad;

    /// <summary>Packs a kernel of ±1.</summary>
    /// <param name="shape">The geometry, a group for each channel.</param>
    /// <param name="weights">Row-major (height, width, 1, filters).</param>
    /// <param name="pad">What lies around the image: −1, 0 or +1.</param>
    public ScalarDepthwiseSigns(ConvolutionShape shape, ReadOnlySpan<float> weights, int pad)
        : base(shape, planes: 1)
    {
        _pad = pad;
        _weights = new ulong[Bits.Words(weights.Length, shape.Filters)];
        ScalarSigns.Pack(weights, shape.Filters, _weights);
    }

    public override string Name => nameof(ScalarDepthwiseSigns);

    public override long Bytes => (long)_weights.Length * sizeof(ulong);

    public override int ScratchWords => 0;

    public override int InputRun => Shape.Channels;

    public override bool Folds => false;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(
        ReadOnlySpan<ulong> input, Span<ulong> scratch, SumFinish finish, Span<float> output, int rows, Share share,
        ReadOnlySpan<float> shortcut)
    {
        var (from, to) = (input.Length / rows, output.Length / rows);
        for (var row = 0; row < rows; row++) Image(input.Slice(row * from, from), output.Slice(row * to, to));
        finish.Run(output);
        if (!shortcut.IsEmpty) VectorArithmetic.Add(output, shortcut);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Image(ReadOnlySpan<ulong> image, Span<float> sums)
    {
        sums.Clear();
        for (var y = 0; y < Shape.Window.Rows.Output; y++)
        {
            var rows = TapRange.Row(Shape.Window, y, Shape.Height);
            for (var x = 0; x < Shape.Window.Columns.Output; x++, sums = sums[Shape.Filters..])
                Pixel(image, rows, TapRange.Column(Shape.Window, x, Shape.Width), sums[..Shape.Filters]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pixel(ReadOnlySpan<ulong> image, TapRange rows, TapRange columns, Span<float> sums)
    {
        var multiplier = Shape.GroupFilters;
        for (var tap = 0; tap < Shape.Taps; tap++)
        {
            var (row, column) = Math.DivRem(tap, Shape.Window.Kernel.Width);
            var weights = Run(_weights, Shape.Filters, tap);
            if (row >= rows.First && row < rows.End && column >= columns.First && column < columns.End)
            {
                var signs = Run(image, Shape.Channels, (rows.Cell(row) * Shape.Width) + columns.Cell(column));
                for (var filter = 0; filter < sums.Length; filter++)
                    sums[filter] += Sign(weights, filter) * Sign(signs, filter / multiplier);
            }
            else
            {
                for (var filter = 0; filter < sums.Length; filter++) sums[filter] += Sign(weights, filter) * _pad;
            }
        }
    }

    private static ReadOnlySpan<ulong> Run(ReadOnlySpan<ulong> words, int length, int run) =>
        words.Slice(run * Bits.Words(length), Bits.Words(length));

    private static int Sign(ReadOnlySpan<ulong> run, int place) =>
        1 - (2 * (int)((run[place / Bits.PerWord] >> (place % Bits.PerWord)) & 1));
}
