using System.Globalization;
using Larq.ModelBuilder.Data;

namespace Larq.ModelBuilder.Commands;

/// <summary>Values as they are said on the command line.</summary>
internal static class Said
{
    /// <exception cref="UsageException">It is no whole number, or one out of bounds.</exception>
    public static int? Whole(string? text, string option, int least)
    {
        if (text is null) return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least
            ? value
            : throw new UsageException($"{option} is a whole number of at least {least}, got '{text}'.");
    }

    /// <exception cref="UsageException">It is no number, or one out of bounds.</exception>
    public static double? Number(string? text, string option, Func<double, bool> holds, string bounds)
    {
        if (text is null) return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && holds(value)
            ? value
            : throw new UsageException($"{option} is a number {bounds}, got '{text}'.");
    }

    /// <summary>One of some words.</summary>
    public static string OneOf(string text, string option, IReadOnlyCollection<string> words) =>
        words.FirstOrDefault(word => word.Equals(text, StringComparison.OrdinalIgnoreCase))
        ?? throw new UsageException($"{option} is one of {string.Join(", ", words)}, got '{text}'.");

    /// <summary>Yes, no, or null for auto.</summary>
    public static bool? YesNo(string? text, string option) => text?.ToLowerInvariant() switch
    {
        null or "auto" => null,
        "" or "true" or "yes" or "on" => true,
        "false" or "no" or "off" => false,
        _ => throw new UsageException($"{option} is true, false or auto, got '{text}'."),
    };

    /// <summary>The graphics card, or null for the processor.</summary>
    public static int? Device(string text) => text.ToLowerInvariant() switch
    {
        "cpu" => null,
        "cuda" or "gpu" => 0,
        ['c', 'u', 'd', 'a', ':', .. var id] => Whole(id, "--device cuda:", 0),
        _ => throw new UsageException($"--device is cpu, cuda or cuda:N, got '{text}'."),
    };
}
