namespace Microsoft.ML.Larq.Packed;

/// <summary>A kernel of signs for a <see cref="PopcountKernel"/>: filters across lanes, step by step.</summary>
/// <remarks>
/// Filters of a group are filled up to whole tiles with filters of +1, whose counts nobody reads. Words lie as [group]
/// [vector of filters][step][lane]; of two vectors the first has the filters of even number, the second the others. A
/// patch is the runs of all taps, byte after byte, filled up to words with 0.
/// </remarks>
internal sealed class LaneWeights
{
    private readonly int[] _negatives;

    /// <summary>Packs a kernel of ±1.</summary>
    /// <param name="shape">The geometry.</param>
    /// <param name="values">Row-major (height, width, channels/groups, filters).</param>
    /// <param name="kernel">Whose format and lanes it takes.</param>
    /// <param name="countNegatives">Whether <see cref="Negatives"/> is wanted.</param>
    public LaneWeights(ConvolutionShape shape, ReadOnlySpan<float> values, PopcountKernel kernel, bool countNegatives)
    {
        var (format, lanes, channels) = (kernel.Format, kernel.Lanes, shape.GroupChannels);
        RunBytes = format.RunBytes(channels);
        PatchBytes = checked(shape.Taps * RunBytes);
        Steps = (PatchBytes + sizeof(ulong) - 1) / sizeof(ulong);
        GroupFilters = (shape.GroupFilters + kernel.Filters - 1) / kernel.Filters * kernel.Filters;
        Words = new ulong[checked(shape.Groups * GroupFilters * Steps)];
        _negatives = countNegatives ? new int[checked(shape.Groups * GroupFilters * shape.Taps)] : [];
        var filled = new int[shape.Filters];
        var first = new int[shape.Filters];
        for (var i = 0; i < filled.Length; i++)
        {
            var (group, filter) = Math.DivRem(i, shape.GroupFilters);
            filled[i] = (group * GroupFilters) + filter;
            var (pair, place) = Math.DivRem(filled[i], 2 * lanes);
            first[i] = (((2 * pair) + (place % 2)) * Steps * lanes) + (place / 2);
        }

        for (var tap = 0; tap < shape.Taps; tap++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                var line = values.Slice(((tap * channels) + channel) * shape.Filters, shape.Filters);
                var at = (tap * RunBytes) + (channel / format.PerByte);
                var bit = 1UL << ((at % sizeof(ulong) * 8) + (channel % format.PerByte));
                for (var i = 0; i < line.Length; i++)
                {
                    if (line[i] >= 0) continue;
                    Words[first[i] + (at / sizeof(ulong) * lanes)] |= bit;
                    if (countNegatives) _negatives[(tap * shape.Groups * GroupFilters) + filled[i]]++;
                }
            }
        }
    }

    public ulong[] Words { get; }

    /// <summary>Bytes of a pixel's run of channels.</summary>
    public int RunBytes { get; }

    public int PatchBytes { get; }

    /// <summary>Words of a patch.</summary>
    public int Steps { get; }

    /// <summary>Filters of a group, filled up.</summary>
    public int GroupFilters { get; }

    public long Bytes => ((long)Words.Length * sizeof(ulong)) + ((long)_negatives.Length * sizeof(int));

    /// <summary>How many weights of −1 each filter, counted with the filling, has at a tap.</summary>
    public ReadOnlySpan<int> Negatives(int tap, int filter, int count, int filters) =>
        _negatives.AsSpan((tap * filters) + filter, count);
}
