using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Packed.Kernels.Packing;

namespace Microsoft.ML.Larq.Packed.Kernels.Binary;

/// <summary>A kernel of signs for a <see cref="TableKernel"/>: filters across bytes, step by step.</summary>
/// <remarks>
/// Filters of a group are filled up to whole vectors with filters of +1, whose counts nobody reads. A group's vectors
/// make tiles of 4, then 2, then 1; bytes lie as [group][tile][step][vector of the tile][lane]. The runs
/// of a kernel row's taps, byte after byte, are cut into steps, the last filled up with +1.
/// </remarks>
internal sealed unsafe class TableWeights
{
    private readonly AlignedArray<byte> _indices;

    /// <summary>Packs a kernel of ±1.</summary>
    /// <param name="shape">The geometry.</param>
    /// <param name="values">Row-major (height, width, channels/groups, filters).</param>
    /// <param name="kernel">Whose lanes and steps it takes.</param>
    public TableWeights(ConvolutionShape shape, ReadOnlySpan<float> values, TableKernel kernel)
    {
        var channels = shape.GroupChannels;
        var width = shape.Window.Kernel.Width;
        RowSteps = RowStepsOf(shape, kernel);
        Steps = checked(shape.Window.Kernel.Height * RowSteps);
        var vectors = (shape.GroupFilters + kernel.Lanes - 1) / kernel.Lanes;
        Tiles = [.. TilesOf(vectors, kernel.MostVectors)];
        _indices = new AlignedArray<byte>(checked(shape.Groups * vectors * kernel.Lanes * Steps));
        GroupBytes = vectors * kernel.Lanes * Steps;
        var signs = _indices.Span;
        var (first, next) = Places(shape, kernel);
        for (var row = 0; row < shape.Taps * channels; row++)
        {
            var (tap, channel) = Math.DivRem(row, channels);
            var (kernelRow, column) = Math.DivRem(tap, width);
            var place = (column * SignFormat.Bytes.RunBytes(channels) * 8) + channel;
            var (step, bit) = Math.DivRem(place, kernel.StepSigns);
            step += kernelRow * RowSteps;
            var line = values.Slice(row * shape.Filters, shape.Filters);
            for (var i = 0; i < line.Length; i++)
            {
                if (line[i] < 0) signs[first[i] + (step * next[i])] |= (byte)(1 << bit);
            }
        }
    }

    /// <summary>The tiles of each group.</summary>
    public TableTile[] Tiles { get; }

    /// <summary>Steps of a row of the kernel.</summary>
    public int RowSteps { get; }

    /// <summary>Steps of a patch.</summary>
    public int Steps { get; }

    /// <summary>Bytes of a group.</summary>
    public int GroupBytes { get; }

    public long Bytes => _indices.Length;

    public byte* Pointer => _indices.Pointer;

    /// <summary>Steps of a row of a kernel of that shape.</summary>
    private static int RowStepsOf(ConvolutionShape shape, TableKernel kernel)
    {
        var signs = checked(8 * shape.Window.Kernel.Width * SignFormat.Bytes.RunBytes(shape.GroupChannels));
        return (int)(((long)signs + kernel.StepSigns - 1) / kernel.StepSigns);
    }

    /// <summary>Whether counts fit into 16 bits.</summary>
    public static bool Fits(ConvolutionShape shape, TableKernel kernel) =>
        (long)shape.Window.Kernel.Height * RowStepsOf(shape, kernel) <= kernel.MostSteps;

    // Where each filter's first step lies, and bytes from a step to the next.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private (int[] First, int[] Next) Places(ConvolutionShape shape, TableKernel kernel)
    {
        var (first, next) = (new int[shape.Filters], new int[shape.Filters]);
        for (var i = 0; i < shape.Filters; i++)
        {
            var (group, filter) = Math.DivRem(i, shape.GroupFilters);
            var (vector, lane) = Math.DivRem(filter, kernel.Lanes);
            var tile = Tiles.First(tile => vector < tile.First + tile.Vectors);
            next[i] = tile.Vectors * kernel.Lanes;
            first[i] = (group * GroupBytes) + (tile.First * kernel.Lanes * Steps)
                + ((vector - tile.First) * kernel.Lanes) + kernel.Lane(lane);
        }

        return (first, next);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static IEnumerable<TableTile> TilesOf(int vectors, int most)
    {
        for (var first = 0; first < vectors; first += most)
        {
            while (most > vectors - first) most /= 2;
            yield return new TableTile(first, most);
        }
    }
}

/// <summary>Some vectors of filters of a group.</summary>
internal readonly record struct TableTile(int First, int Vectors);
