namespace Microsoft.ML.Larq.Metrics;

/// <summary>What a metric may be called.</summary>
internal static class MetricName
{
    private const int Longest = 64;

    // Names that warnings and reports know.
    private static readonly HashSet<string> Reserved =
    [
        "flip_ratio", "never_flipped", "gradient_flow", "gradient_arrival", "gradient_mismatch", "gradient_ratio",
        "positive_share", "starved", "fitting_error", "gradient_instability",
        "histogram_capture",
    ];

    /// <summary>Whether it is the library's own.</summary>
    public static bool IsReserved(string name) => Reserved.Contains(name);

    /// <exception cref="ArgumentException">The name is of another form.</exception>
    public static string Checked(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name is [>= 'a' and <= 'z', ..] && name.Length <= Longest
            && name.All(letter => letter is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '_')
            ? name
            : throw new ArgumentException(
                $"A metric's name has lower-case letters, digits and underscores, a letter first, at most {Longest}; "
                + $"got '{name}'.", nameof(name));
    }
}
