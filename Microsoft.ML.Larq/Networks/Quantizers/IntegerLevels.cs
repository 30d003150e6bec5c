namespace Microsoft.ML.Larq.Networks.Quantizers;

/// <summary>How evaluation sums inputs of k bits: levels 0…n, n = 2ᵏ − 1, and the sum is multiplied by 1/n.</summary>
internal static class IntegerLevels
{
    // Whole numbers up to here are exact in single precision, in whatever order they are added.
    private const long Most = 1 << 24;

    /// <summary>Whether all sums of so many levels times −1, 0 or +1 are exact.</summary>
    /// <param name="steps">n.</param>
    /// <param name="depth">How many.</param>
    public static bool AreExact(int steps, long depth) => steps * depth <= Most;

    /// <summary>Whether what lies around an input is −n, 0 or n levels.</summary>
    public static bool IsLevel(float pad) => pad is -1 or 0 or 1;

    /// <summary>What a level is worth, 1/n to the nearest number.</summary>
    public static float Unit(int steps) => 1f / steps;
}
