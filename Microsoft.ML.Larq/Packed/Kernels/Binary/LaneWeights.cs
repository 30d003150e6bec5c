using Microsoft.ML.Larq.Packed.Kernels.Packing;

namespace Microsoft.ML.Larq.Packed.Kernels.Binary;

/// <summary>A kernel of signs for a <see cref="PopcountKernel"/>: filters across lanes, step by step.</summary>
/// <remarks>
/// Filters of a group are filled up to whole tiles with filters of +1, whose counts nobody reads. Words lie as [group]
/// [some vectors of filters][step][vector][lane], as many vectors as lie <see cref="PopcountKernel.Together"/>, two of
/// them as <see cref="PopcountKernel.Place"/> says. A patch is the runs of all taps, byte after byte, filled up to
/// words with 0.
/// </remarks>
internal sealed class LaneWeights
{
    /// <summary>Packs a kernel of ±1.</summary>
    /// <param name="shape">The geometry.</param>
    /// <param name="values">Row-major (height, width, channels/groups, filters).</param>
    /// <param name="kernel">Whose format and lanes it takes.</param>
    public LaneWeights(ConvolutionShape shape, ReadOnlySpan<float> values, PopcountKernel kernel)
    {
        var (lanes, channels) = (kernel.Lanes, shape.GroupChannels);
        RunBytes = SignFormat.Bytes.RunBytes(channels);
        PatchBytes = checked(shape.Taps * RunBytes);
        Steps = (PatchBytes + sizeof(ulong) - 1) / sizeof(ulong);
        GroupFilters = (shape.GroupFilters + kernel.Filters - 1) / kernel.Filters * kernel.Filters;
        Words = new AlignedArray<ulong>(checked(shape.Groups * GroupFilters * Steps));
        var words = Words.Span;
        var first = new int[shape.Filters];
        for (var i = 0; i < first.Length; i++)
        {
            var (group, filter) = Math.DivRem(i, shape.GroupFilters);
            var (pair, place) = Math.DivRem((group * GroupFilters) + filter, 2 * lanes);
            var (vector, lane) = kernel.Place(place);
            var (tile, other) = Math.DivRem((2 * pair) + vector, kernel.Together);
            first[i] = (((tile * Steps * kernel.Together) + other) * lanes) + lane;
        }

        var next = lanes * kernel.Together;

        for (var tap = 0; tap < shape.Taps; tap++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                var line = values.Slice(((tap * channels) + channel) * shape.Filters, shape.Filters);
                var at = (tap * RunBytes) + (channel / 8);
                var bit = 1UL << ((at % sizeof(ulong) * 8) + (channel % 8));
                for (var i = 0; i < line.Length; i++)
                {
                    if (line[i] < 0) words[first[i] + (at / sizeof(ulong) * next)] |= bit;
                }
            }
        }
    }

    public AlignedArray<ulong> Words { get; }

    /// <summary>Bytes of a pixel's run of channels.</summary>
    public int RunBytes { get; }

    public int PatchBytes { get; }

    /// <summary>Words of a patch.</summary>
    public int Steps { get; }

    /// <summary>Filters of a group, filled up.</summary>
    public int GroupFilters { get; }

    public long Bytes => (long)Words.Length * sizeof(ulong);
}
