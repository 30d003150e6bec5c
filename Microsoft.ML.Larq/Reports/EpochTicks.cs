namespace Microsoft.ML.Larq.Reports;

/// <summary>Which epochs an axis marks.</summary>
internal static class EpochTicks
{
    /// <summary>About six whole numbers from 1 to the last epoch, a round step apart.</summary>
    public static IEnumerable<int> Of(int epochs)
    {
        int[] steps = [1, 2, 5, 10, 20, 50, 100, 200, 500];
        var step = steps.FirstOrDefault(step => epochs <= step * 8, Math.Max(1, epochs / 6));
        return Enumerable.Range(1, epochs).Where(epoch => (epoch == 1 && step < 3) || epoch % step == 0 || epochs == 1);
    }
}
