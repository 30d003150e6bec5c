namespace Microsoft.ML.Larq.Training.Data;

/// <summary>Rows drawn at random, the same ones each time: every k-th would follow whatever repeats in them.</summary>
internal static class RowSample
{
    /// <summary>More would move a quantile by less than a hundredth.</summary>
    public const int MostRows = 50_000;

    private const int Seed = 20_161;

    /// <summary>Some of so many rows, ascending; all where there are no more than wanted.</summary>
    public static int[] Of(int rows, int most)
    {
        if (rows <= most) return [.. Enumerable.Range(0, rows)];
        var (chosen, random) = (new int[most], new Random(Seed));
        for (int row = 0, count = 0; count < most; row++)
        {
            if (random.NextInt64(rows - row) < most - count) chosen[count++] = row;
        }

        return chosen;
    }
}
