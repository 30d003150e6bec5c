using System.Buffers;
using System.Text;

namespace Microsoft.ML.Larq.Networks.Text;

/// <summary>Text of others (names of columns, classes, a file's layers, a title) as a person may be shown it.</summary>
/// <remarks>
/// A control character other than tab and line feed, half of a surrogate pair, a mark that turns the direction of
/// writing, and what is no character at all stand as U+FFFD: XML forbids some of them, terminals obey others, and the
/// rest show a reader something else than is written. All other characters, of every script, stay.
/// </remarks>
internal static class VisibleText
{
    private const char Replacement = '\uFFFD';

    private static readonly SearchValues<char> Suspects = SearchValues.Create(
        [.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(IsSuspect)]);

    /// <summary>The text itself where nothing is to be replaced.</summary>
    public static string Of(string text)
    {
        if (!text.AsSpan().ContainsAny(Suspects)) return text;
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            // Half a pair is enumerated as U+FFFD; the last two code points of every plane are no characters.
            var isNone = rune.IsBmp ? Suspects.Contains((char)rune.Value) : (rune.Value & 0xFFFE) == 0xFFFE;
            if (isNone) shown.Append(Replacement);
            else shown.Append(rune);
        }

        return shown.ToString();
    }

    private static bool IsSuspect(char character) => character switch
    {
        '\t' or '\n' => false,
        '\u061C' or '\u200E' or '\u200F' => true,
        >= '\u202A' and <= '\u202E' or >= '\u2066' and <= '\u2069' => true,
        >= '\uFDD0' and <= '\uFDEF' or >= '\uFFFE' => true,
        _ => char.IsControl(character) || char.IsSurrogate(character),
    };
}
