using System.Text.RegularExpressions;

namespace Microsoft.ML.Larq.Tests.Golden;

/// <summary>What networks are as text, as versions write it.</summary>
internal static partial class GoldenText
{
    /// <summary>A network's text as a version wrote it.</summary>
    public static string As(string version, string text) => version == "Version1" ? AsVersion1(text) : text;

    /// <summary>A network's text as the first version wrote it: the name of the output without a list.</summary>
    public static string AsVersion1(string text) => Outputs().Replace(text, "\"output\":$1");

    [GeneratedRegex("""\"outputs\":\[(\"[^\"]*\")\]""")]
    private static partial Regex Outputs();
}
