using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Microsoft.ML.Larq.Packed;

/// <summary>
/// A kernel cut into blocks of <see cref="Filters"/> filters of one group: for each block, for each tap and channel, a
/// weight of every filter; filled up with 0. Weights of ±1 are kept as bits and spread out block by block.
/// </summary>
internal sealed unsafe class FloatBlocks
{
    private readonly AlignedBytes _weights = new(0);
    private readonly ushort[] _signs = [];

    /// <param name="shape">The geometry.</param>
    /// <param name="values">Row-major (height, width, channels/groups, filters).</param>
    /// <param name="signs">Whether they are all ±1.</param>
    public FloatBlocks(ConvolutionShape shape, ReadOnlySpan<float> values, bool signs)
    {
        Filters = FloatTile.Width(shape.GroupFilters);
        Rows = shape.Taps * shape.GroupChannels;
        PerGroup = (shape.GroupFilters + Filters - 1) / Filters;
        var lines = checked(shape.Groups * PerGroup * Rows);
        if (signs) _signs = new ushort[checked(lines * Filters / 16)];
        else _weights = new AlignedBytes(checked(lines * Filters * sizeof(float)));
        var weights = MemoryMarshal.Cast<byte, float>(_weights.Span);
        for (var row = 0; row < Rows; row++)
        {
            for (var i = 0; i < shape.Filters; i++)
            {
                var (group, filter) = Math.DivRem(i, shape.GroupFilters);
                var line = (((group * PerGroup) + (filter / Filters)) * Rows) + row;
                var value = values[(row * shape.Filters) + i];
                var place = (line * Filters) + (filter % Filters);
                if (!signs) weights[place] = value;
                else if (value < 0) _signs[place / 16] |= (ushort)(1 << (place % 16));
            }
        }
    }

    /// <summary>Filters of a block.</summary>
    public int Filters { get; }

    /// <summary>Weights of one filter.</summary>
    public int Rows { get; }

    /// <summary>Blocks of a group.</summary>
    public int PerGroup { get; }

    public long Bytes => _weights.Length + ((long)_signs.Length * sizeof(ushort));

    /// <summary>Numbers of scratch memory that <see cref="Block"/> needs.</summary>
    public int Scratch => _signs.Length == 0 ? 0 : Rows * Filters;

    /// <summary>One block, row by row; in the scratch memory where it has to be spread out.</summary>
    public ReadOnlySpan<float> Block(int block, Span<float> scratch)
    {
        var length = Rows * Filters;
        if (_signs.Length == 0) return MemoryMarshal.Cast<byte, float>(_weights.Span).Slice(block * length, length);
        var bits = Vector256.Create(1, 2, 4, 8, 16, 32, 64, 128);
        var one = Vector256.Create(1f);
        var minus = Vector256.Create(-0f);
        fixed (float* spread = scratch[..length])
        {
            var to = spread;
            foreach (var line in _signs.AsSpan(block * length / 16, length / 16))
            {
                for (var half = 0; half < 2; half++, to += Vector256<float>.Count)
                {
                    var negative = Vector256.Equals(Vector256.Create(line >> (8 * half)) & bits, bits).AsSingle();
                    (one | (negative & minus)).Store(to);
                }
            }
        }

        return scratch[..length];
    }
}
