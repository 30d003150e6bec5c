using System.Runtime.InteropServices;

namespace Microsoft.ML.Larq.Packed.Kernels.Float;

/// <summary>
/// A kernel cut into blocks of <see cref="Filters"/> filters of one group: for each block, for each tap and channel, a
/// weight of every filter; filled up with 0.
/// </summary>
internal sealed unsafe class FloatBlocks
{
    private readonly AlignedArray<byte> _weights;

    /// <param name="shape">The geometry.</param>
    /// <param name="values">Row-major (height, width, channels/groups, filters).</param>
    /// <param name="filters">Filters of a block.</param>
    public FloatBlocks(ConvolutionShape shape, ReadOnlySpan<float> values, int filters)
    {
        Filters = filters;
        Rows = shape.Taps * shape.GroupChannels;
        PerGroup = (shape.GroupFilters + Filters - 1) / Filters;
        var lines = checked(shape.Groups * PerGroup * Rows);
        _weights = new AlignedArray<byte>(checked(lines * Filters * sizeof(float)));
        var weights = MemoryMarshal.Cast<byte, float>(_weights.Span);
        for (var row = 0; row < Rows; row++)
        {
            for (var i = 0; i < shape.Filters; i++)
            {
                var (group, filter) = Math.DivRem(i, shape.GroupFilters);
                var line = (((group * PerGroup) + (filter / Filters)) * Rows) + row;
                weights[(line * Filters) + (filter % Filters)] = values[(row * shape.Filters) + i];
            }
        }
    }

    /// <summary>Filters of a block.</summary>
    public int Filters { get; }

    /// <summary>Weights of one filter.</summary>
    public int Rows { get; }

    /// <summary>Blocks of a group.</summary>
    public int PerGroup { get; }

    public long Bytes => _weights.Length;

    /// <summary>One block, row by row.</summary>
    public ReadOnlySpan<float> Block(int block) =>
        MemoryMarshal.Cast<byte, float>(_weights.Span).Slice(block * Rows * Filters, Rows * Filters);
}
