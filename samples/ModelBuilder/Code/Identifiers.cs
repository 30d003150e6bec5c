using System.Globalization;
using System.Text;
using Larq.ModelBuilder.Pipelines;

namespace Larq.ModelBuilder.Code;

/// <summary>Names of C# for names of people.</summary>
internal static class Identifiers
{
    private static readonly string[] UsedByRows =
    [
        "ModelInput", "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "Finalize", "ReferenceEquals",
    ];

    /// <summary>The generated class of a model.</summary>
    public static string OfModel(string name)
    {
        var identifier = Plain(name, "TrainedModel");
        while (ReservedNames.All.Contains(identifier)) identifier += "Model";
        return identifier;
    }

    /// <summary>The properties of a class of rows, in the order of the columns; none twice.</summary>
    public static IReadOnlyList<string> OfProperties(IEnumerable<string> names)
    {
        var unique = new UniqueNames(UsedByRows);
        return [.. names.Select((name, index) =>
            unique.Take(Plain(name, string.Create(CultureInfo.InvariantCulture, $"Column{index}"))))];
    }

    // The first letter is made large where there is a large one: C# has no keyword that begins so.
    private static string Plain(string name, string otherwise)
    {
        var text = new StringBuilder(name.Length + 1);
        foreach (var unit in name) text.Append(IsPart(unit) ? unit : '_');
        if (!text.ToString().Any(char.IsLetterOrDigit)) return otherwise;
        var trimmed = text.ToString().TrimStart('_');
        if (trimmed.Length < text.Length || !IsStart(trimmed[0])) return '_' + trimmed;
        return char.ToUpperInvariant(trimmed[0]) + trimmed[1..];
    }

    private static bool IsStart(char unit) => char.GetUnicodeCategory(unit)
        is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter;

    private static bool IsPart(char unit) => unit == '_' || IsStart(unit) || char.GetUnicodeCategory(unit)
        is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
