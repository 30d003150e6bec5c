using System.Globalization;
using System.Text;

namespace Larq.ModelBuilder.Pipelines;

/// <summary>Values as C# writes them, whatever they hold and whatever the culture.</summary>
internal static class CSharpText
{
    /// <summary>A string in quotes; what a screen does not show stands as its number.</summary>
    public static string Literal(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            if (Rune.TryGetRuneAt(value, i, out var rune))
            {
                Append(text, rune);
                i += rune.Utf16SequenceLength - 1;
            }
            else
            {
                Escape(text, value[i]);
            }
        }

        return text.Append('"').ToString();
    }

    public static string Literal(char value) => value switch
    {
        '\'' => "'\\''",
        '"' => "'\"'",
        _ => $"'{Literal(value.ToString())[1..^1]}'",
    };

    public static string Literal(bool value) => value ? "true" : "false";

    public static string Literal(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Literal(float value) => value switch
    {
        float.NaN => "float.NaN",
        float.PositiveInfinity => "float.PositiveInfinity",
        float.NegativeInfinity => "float.NegativeInfinity",
        _ => value.ToString("R", CultureInfo.InvariantCulture) + "f",
    };

    public static string Literal(double value) => value.ToString("R", CultureInfo.InvariantCulture) + "d";

    /// <summary>What stands between brackets as a list, one a line where they are many.</summary>
    public static string List(IEnumerable<string> values)
    {
        var all = values.ToArray();
        var line = $"[{string.Join(", ", all)}]";
        return line.Length <= 80 ? line : $"[\n{string.Concat(all.Select(value => $"    {Indent(value)},\n"))}]";
    }

    /// <summary>All lines but the first are moved to the right by four.</summary>
    public static string Indent(string text) => text.Replace("\n", "\n    ", StringComparison.Ordinal);

    /// <summary>Text for a comment of one line: what would end the line, or is not seen, becomes a space.</summary>
    public static string Comment(string text)
    {
        var seen = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) seen.Append(IsSeen(rune) ? rune.ToString() : " ");
        return seen.ToString().Trim();
    }

    private static void Append(StringBuilder text, Rune rune)
    {
        if (rune.Value is '"' or '\\') text.Append('\\').Append(rune);
        else if (IsSeen(rune)) text.Append(rune);
        else foreach (var unit in rune.ToString()) Escape(text, unit);
    }

    private static void Escape(StringBuilder text, char unit) =>
        text.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");

    private static bool IsSeen(Rune rune) => rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark);
}
