using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.ML.Larq.Packed.Kernels.Float;
using Microsoft.ML.Larq.Packed.Kernels.Packing;
using Microsoft.ML.Larq.Packed.Kernels.Pointwise;
using Microsoft.ML.Larq.Packed.Kernels.Sums;

namespace Microsoft.ML.Larq.Packed.Kernels.RealBySigns;

/// <summary>Convolves numbers with signs; the specification.</summary>
/// <remarks>
/// <para>
/// Inputs of a filter, by kernel row, kernel column, channel, make groups of four: (±a ± b) + (±c ± d). A sum begins
/// with 0 and adds the groups in order. Everything in single precision, each step rounded, nothing multiplied. What is
/// missing in the last group is 0, and so is a tap outside the image for pad 0.
/// </para>
/// <para>
/// Groups because vectors can look their sums up, all of 16 filters at once. A NaN stays NaN, ∞ − ∞ is one, and a sum
/// of zeros is +0.
/// </para>
/// </remarks>
internal sealed class ScalarSignConvolution : FloatConvolution
{
    private const int Group = 4;

    private readonly ulong[] _words;
    private readonly float _pad;
    private readonly int _inputs;
    private readonly int _rowWords;

    public ScalarSignConvolution(ConvolutionShape shape, ReadOnlySpan<float> weights, float pad)
        : base(shape)
    {
        _words = new ulong[Bits.Words(weights.Length, shape.Filters)];
        ScalarSigns.Pack(weights, shape.Filters, _words);
        _pad = pad;
        _inputs = shape.Taps * shape.GroupChannels;
        _rowWords = Bits.Words(shape.Filters);
    }

    public override string Name => nameof(ScalarSignConvolution);

    public override bool Folds => false;

    public override long Bytes => (long)_words.Length * sizeof(ulong);

    public override int ScratchWords => (_inputs + 1) / 2;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(
        ReadOnlySpan<float> input, Span<ulong> scratch, SumFinish finish, Span<float> output, int rows, Share share,
        ReadOnlySpan<float> shortcut)
    {
        var window = Shape.Window;
        var to = output;
        var patch = MemoryMarshal.Cast<ulong, float>(scratch)[..(ScratchWords * 2)];
        for (var row = 0; row < rows; row++)
        {
            var image = input.Slice(row * (input.Length / rows), input.Length / rows);
            for (var y = 0; y < window.Rows.Output; y++)
            {
                for (var x = 0; x < window.Columns.Output; x++)
                {
                    for (var group = 0; group < Shape.Groups; group++)
                    {
                        Gather(image, group, TapRange.Row(window, y, Shape.Height),
                            TapRange.Column(window, x, Shape.Width), patch);
                        var first = group * Shape.GroupFilters;
                        Sum(patch, first, to.Slice(first, Shape.GroupFilters));
                    }

                    to = to[Shape.Filters..];
                }
            }
        }

        finish.Run(output);
        if (!shortcut.IsEmpty) VectorArithmetic.Add(output, shortcut);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Gather(
        ReadOnlySpan<float> image, int group, in TapRange rows, in TapRange columns, Span<float> patch)
    {
        var channels = Shape.GroupChannels;
        for (var row = 0; row < Shape.Window.Kernel.Height; row++)
        {
            for (var column = 0; column < Shape.Window.Kernel.Width; column++, patch = patch[channels..])
            {
                if (row < rows.First || row >= rows.End || column < columns.First || column >= columns.End)
                {
                    patch[..channels].Fill(_pad);
                    continue;
                }

                var pixel = (rows.Cell(row) * Shape.Width) + columns.Cell(column);
                image.Slice((pixel * Shape.Channels) + (group * channels), channels).CopyTo(patch);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Sum(ReadOnlySpan<float> patch, int filter, Span<float> sums)
    {
        sums.Clear();
        for (var i = 0; i < _inputs; i += Group)
        {
            for (var f = 0; f < sums.Length; f++)
            {
                var first = Signed(patch, i, filter + f) + Signed(patch, i + 1, filter + f);
                var second = Signed(patch, i + 2, filter + f) + Signed(patch, i + 3, filter + f);
                sums[f] += first + second;
            }
        }
    }

    private float Signed(ReadOnlySpan<float> patch, int i, int filter)
    {
        if (i >= _inputs) return 0;
        var word = _words[(i * _rowWords) + (filter / Bits.PerWord)];
        return ((word >> (filter % Bits.PerWord)) & 1) == 0 ? patch[i] : -patch[i];
    }
}
