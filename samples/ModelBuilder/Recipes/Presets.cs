namespace Larq.ModelBuilder.Recipes;

/// <summary>How much is spent on a training, in words.</summary>
internal static class Presets
{
    /// <summary>A third of the usual passes over the rows, to see whether there is something to learn.</summary>
    public const string Quick = "quick";

    /// <summary>The library's default network for the rows.</summary>
    public const string Good = "good";

    /// <summary>Twice the units and twice the passes.</summary>
    public const string Best = "best";

    public static IReadOnlyList<string> All { get; } = [Quick, Good, Best];
}
