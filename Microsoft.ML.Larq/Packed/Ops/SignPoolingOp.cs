using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Packing;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>The maximum of signs over windows; for some channels the minimum.</summary>
/// <remarks>
/// Bit 1 is −1, so a maximum is the bitwise AND of a window's signs. A minimum is the OR, which is the AND of the
/// inverted bits, inverted. The sign of a maximum is the maximum of the signs, also with NaN, whose sign is +1 and
/// which a maximum hands on.
/// </remarks>
internal sealed class SignPoolingOp(Window2D window, TensorShape image, ulong[] minima, WordSlot input, WordSlot output)
    : PackedOp(output, input)
{
    public const string Name = "bits";

    public Window2D Window => window;

    public TensorShape Image => image;

    /// <summary>A bit for each channel: whether it takes the minimum.</summary>
    public ulong[] Minima => minima;

    /// <summary>Puts the sign before the pooling, and a batch normalization between them as well.</summary>
    /// <remarks>
    /// y = x·a + b, rounded twice, never falls where a ≥ 0 and never rises where a &lt; 0: there the sign of the
    /// maximum's y is the minimum of the signs.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static PackedOp[] Before(PoolingOp pooling, BatchNormalizationOp? norm, PackOp pack)
    {
        var image = pooling.Image;
        var minima = new ulong[(SignFormat.Bytes.RunBytes(image.Channels) / sizeof(ulong)) + 1];
        for (var c = 0; c < image.Channels; c++)
        {
            if (norm is not null && norm.Scale[c] < 0) minima[c / Bits.PerWord] |= 1UL << (c % Bits.PerWord);
        }

        var numbers = (FloatSlot)pooling.Reads[0];
        var signs = new WordSlot(pack.Kernels.Format.WordsOf(image.Size, image.Channels));
        var pool = new SignPoolingOp(pooling.Window, image, minima, signs, (WordSlot)pack.Writes)
        {
            Line = pooling.Line,
        };
        if (norm is null) return [new PackOp(pack.Kernels, numbers, image.Channels, signs) { Line = pack.Line }, pool];
        var moved = new FloatSlot(numbers.Length);
        return
        [
            new BatchNormalizationOp(numbers, norm.Scale, norm.Offset, moved) { Line = norm.Line },
            new PackOp(pack.Kernels, moved, image.Channels, signs) { Line = pack.Line },
            pool,
        ];
    }

    // Half a nanosecond for each word of 64 signs and each cell of the window.
    public override double Nanoseconds => output.Length * 0.5 * window.Kernel.Height * window.Kernel.Width;

    public override void Run(Arena arena) => RunRows(arena, arena.Row, Share.Whole);

    // Whole words are written: over the next pixel, unless a run ends with a word.
    public override int Parts(int most) => image.Channels % 64 == 0 ? Math.Min(most, window.Rows.Output) : 1;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void RunPart(Arena arena, Span<ulong> scratch, Share share)
    {
        for (var row = 0; row < arena.Rows; row++) RunRows(arena, row, share);
    }

    // Whole words: what lies behind a run is written again by the next, or is slack.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void RunRows(Arena arena, int row, Share share)
    {
        var (height, width) = (image[0], image[1]);
        var run = SignFormat.Bytes.RunBytes(image.Channels);
        fixed (ulong* words = arena.All(input), results = arena.All(output), flips = minima)
        {
            var from = (byte*)(words + (row * input.Length));
            var (first, end) = share.Stretch(window.Rows.Output);
            var to = (byte*)(results + (row * output.Length)) + ((nint)first * window.Columns.Output * run);
            for (var y = first; y < end; y++)
            {
                var rows = TapRange.Row(window, y, height);
                for (var x = 0; x < window.Columns.Output; x++, to += run)
                {
                    var columns = TapRange.Column(window, x, width);
                    for (var i = 0; i < run; i += sizeof(ulong))
                    {
                        var (flip, all) = (flips[i / sizeof(ulong)], ulong.MaxValue);
                        for (var tap = rows.First; tap < rows.End; tap++)
                        {
                            var line = from + ((nint)rows.Cell(tap) * width * run) + i;
                            for (var column = columns.First; column < columns.End; column++)
                                all &= *(ulong*)(line + (columns.Cell(column) * run)) ^ flip;
                        }

                        *(ulong*)(to + i) = all ^ flip;
                    }
                }
            }
        }
    }
}
