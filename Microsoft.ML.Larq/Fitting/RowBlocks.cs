using Microsoft.ML.Larq.Training.Data;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>Goes over chosen rows of a cache in blocks that take little memory, however wide the rows are.</summary>
internal static class RowBlocks
{
    // 64 MiB of numbers.
    private const int MostNumbers = 1 << 24;
    private const int MostRows = 4096;
    private const int ScoredTogether = 64;

    /// <summary>Takes a block: where it begins among the chosen rows, and its features.</summary>
    public delegate void Block(int start, ReadOnlySpan<float> features);

    /// <summary>Indices of rows, evenly spaced over all.</summary>
    /// <param name="rows">All there are.</param>
    /// <param name="most">More than these are left out.</param>
    /// <param name="outputs">Outputs per row; those of the chosen rows are kept to what fits into memory.</param>
    public static int[] Choose(int rows, int most, int outputs)
    {
        var count = Math.Min(Math.Min(rows, most), Math.Max(1, (1 << 28) / outputs));
        var chosen = new int[count];
        for (var i = 0; i < count; i++) chosen[i] = (int)((long)i * rows / count);
        return chosen;
    }

    /// <summary>Gives the features of the chosen rows, block after block.</summary>
    /// <param name="rows">The cache.</param>
    /// <param name="chosen">The rows.</param>
    /// <param name="outputs">Outputs per row.</param>
    /// <param name="block">Takes a block.</param>
    public static void ForEach(RowCache rows, ReadOnlySpan<int> chosen, int outputs, Block block)
    {
        var size = SizeOf(rows.Features, outputs);
        var features = new float[Math.Min(size, chosen.Length) * rows.Features];
        for (var start = 0; start < chosen.Length; start += size)
        {
            var part = chosen.Slice(start, Math.Min(size, chosen.Length - start));
            var values = features.AsSpan(0, part.Length * rows.Features);
            rows.Gather(part, values);
            block(start, values);
        }
    }

    /// <summary>Rows per block: a multiple of those that a network scores together, where so many fit.</summary>
    internal static int SizeOf(int features, int outputs)
    {
        var size = Math.Clamp(MostNumbers / Math.Max(features, outputs), 1, MostRows);
        return size > ScoredTogether ? size - (size % ScoredTogether) : size;
    }
}
