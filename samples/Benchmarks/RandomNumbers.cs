namespace Larq.Benchmarks;

/// <summary>Numbers for what takes as long whatever they are.</summary>
internal static class RandomNumbers
{
    /// <summary>So many from −½ to ½, the same ones each time.</summary>
    public static float[] Of(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle() - 0.5f)];
    }
}
