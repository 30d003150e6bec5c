using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Microsoft.ML.Larq.Packed;

/// <summary>Where the tiles of a <see cref="LaneConvolution"/> go.</summary>
internal unsafe interface ITileOutput
{
    /// <summary>Takes some filters of a pixel.</summary>
    /// <param name="pixel">The pixel; all of a block come before the next block's.</param>
    /// <param name="filter">The first filter.</param>
    /// <param name="filters">How many of the counts are filters.</param>
    /// <param name="counts">In how many signs pixel and filter differ; as many as a tile has.</param>
    /// <param name="signs">Signs that were compared: a sum is signs − 2·count.</param>
    void Write(int pixel, int filter, int filters, int* counts, int signs);

    /// <summary>All filters of these pixels are written.</summary>
    void EndBlock(int first, int count);
}

/// <summary>Numbers: row-major (height', width', filters).</summary>
internal readonly unsafe struct FloatOutput(SumFinish finish, float* output, int filters) : ITileOutput
{
    public void Write(int pixel, int filter, int count, int* counts, int signs) => finish.Run(
        new ReadOnlySpan<int>(counts, count), signs, filter,
        new Span<float>(output + ((nint)pixel * filters) + filter, count));

    public void EndBlock(int first, int count)
    {
    }
}

/// <summary>Signs: for every pixel a run of its filters.</summary>
/// <param name="thresholds">Where the signs change.</param>
/// <param name="format">Of the signs.</param>
/// <param name="raw">Memory for the signs of a block, eight to a byte.</param>
/// <param name="stride">Bytes from a pixel to the next therein, eight of them never written and 0.</param>
/// <param name="block">Pixels of a block.</param>
/// <param name="output">The signs.</param>
internal readonly unsafe struct SignOutput(
    SumThresholds thresholds, SignFormat format, byte* raw, int stride, int block, byte* output) : ITileOutput
{
    private readonly int _runBytes = format.RunBytes(thresholds.Filters);

    public void Write(int pixel, int filter, int filters, int* counts, int signs)
    {
        var to = raw + ((nint)(pixel % block) * stride) + (filter / 8);
        for (var i = 0; i < filters; i += 8, to++)
        {
            var count = Vector256.Load(counts + i);
            *to = thresholds.Negative(Vector256.Create(signs) - count - count, filter + i);
        }
    }

    // Seven bytes of eight signs are eight bytes of seven. Writes whole words, ahead of the next run or into the slack.
    public void EndBlock(int first, int count)
    {
        for (var pixel = 0; pixel < count; pixel++)
        {
            var from = raw + ((nint)pixel * stride);
            var to = output + ((nint)(first + pixel) * _runBytes);
            if (format.PerByte == 7)
            {
                for (var i = 0; i < _runBytes; i += 8, from += 7)
                    *(ulong*)(to + i) = Bmi2.X64.ParallelBitDeposit(*(ulong*)from, 0x7F7F_7F7F_7F7F_7F7F);
            }
            else
            {
                for (var i = 0; i < _runBytes; i += 8) *(ulong*)(to + i) = *(ulong*)(from + i);
            }
        }
    }
}
