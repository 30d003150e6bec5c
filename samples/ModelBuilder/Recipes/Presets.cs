namespace Larq.ModelBuilder.Recipes;

/// <summary>How much is spent on a training, in words.</summary>
internal static class Presets
{
    /// <summary>Few passes over the rows, to see whether there is something to learn.</summary>
    public const string Quick = "quick";

    /// <summary>The library's default network, chosen by the rows.</summary>
    public const string Good = "good";

    /// <summary>A larger network and more passes.</summary>
    public const string Best = "best";

    public static IReadOnlyList<string> All { get; } = [Quick, Good, Best];
}
