using System.Text.RegularExpressions;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>
/// A method, constructor or property of a source, with all that is written within it; a field is a value, not a member.
/// </summary>
/// <param name="Name">What stands before its parameters, or its body.</param>
/// <param name="Line">Where it begins.</param>
/// <param name="Lines">How long it is, without comments before it.</param>
/// <param name="Paths">
/// Its cyclomatic number: 1, and 1 for each <c>if</c>, loop, <c>case</c>, arm but <c>_</c>, <c>catch</c>, ternary,
/// <c>&amp;&amp;</c>, <c>||</c> and <c>??</c>.
/// </param>
internal sealed partial record SourceMember(string Name, int Line, int Lines, int Paths)
{
    public static IEnumerable<SourceMember> Of(string source)
    {
        var code = SourceCode.Of(source);
        var (begin, round) = (0, 0);
        for (var at = 0; at < code.Length; at++)
        {
            var rest = code.AsSpan(at);
            if (code[at] is '(' or '[') round++;
            else if (code[at] is ')' or ']') round--;
            if (round > 0) continue;
            var isArrow = rest.StartsWith("=>");
            if (code[at] is ';' or '}' || (code[at] == '{' && IsType(code[begin..at])))
            {
                begin = at + 1;
            }
            else if (code[at] == '{' || (isArrow && !IsType(code[begin..at])))
            {
                var end = EndOf(code, at, isArrow ? ';' : '}');
                var isField = Assigned().IsMatch(Round().Replace(code[begin..at], ""));
                if (!isField) yield return Between(code, begin, at, end + 1);
                begin = (at = end) + 1;
            }
        }
    }

    private static SourceMember Between(string code, int begin, int body, int end)
    {
        while (char.IsWhiteSpace(code[begin])) begin++;
        var (head, text) = (code[begin..body], code[begin..end]);
        var name = Named().Match(head) is { Success: true } named ? named.Groups[1].Value : head.Split()[^1];
        return new SourceMember(
            name.Length > 0 ? name : Words(head).LastOrDefault() ?? "?", code.AsSpan(0, begin).Count('\n') + 1,
            text.Count(letter => letter == '\n') + 1, 1 + Branch().Count(text) + Arms(text));
    }

    // An arm ends in an arrow that stands in the braces of a switch and in nothing else there.
    private static int Arms(string text) => Switch().Matches(text).Sum(opening =>
    {
        var (arms, depth) = (0, 0);
        for (var at = opening.Index + opening.Length - 1; at < text.Length; at++)
        {
            if (text[at] is '{' or '(' or '[') depth++;
            else if (text[at] is '}' or ')' or ']' && --depth == 0) break;
            else if (depth == 1 && text.AsSpan(at).StartsWith("=>") && text[..at].TrimEnd() is { } before
                && !(before.EndsWith('_') && !char.IsLetterOrDigit(before[^2]))) arms++;
        }

        return arms;
    });

    private static int EndOf(string code, int at, char last)
    {
        for (var depth = 0; at < code.Length; at++)
        {
            if (code[at] is '{' or '(' or '[') depth++;
            else if (code[at] is '}' or ')' or ']') depth--;
            if (depth == 0 && code[at] == last) return at;
        }

        return code.Length - 1;
    }

    private static bool IsType(string head) => Type().IsMatch(Round().Replace(head, "").Split("where")[0]);

    private static IEnumerable<string> Words(string text) => text.Split(
        [' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    [GeneratedRegex(@"(?:^|[\s\]])(?:class|struct|record|interface|enum|namespace|extension)\b")]
    private static partial Regex Type();

    [GeneratedRegex(@"(?<![=!<>])=(?![=>])")]
    private static partial Regex Assigned();

    // Parentheses, with two more levels of them inside.
    [GeneratedRegex(@"\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)")]
    private static partial Regex Round();

    [GeneratedRegex(@"(\w+)\s*(?:<[^<>]*>)?\s*\(")]
    private static partial Regex Named();

    [GeneratedRegex(@"\b(?:if|for|foreach|while|case|catch)\b|&&|\|\||\?\?|(?<=\s)\?(?=\s)")]
    private static partial Regex Branch();

    [GeneratedRegex(@"\bswitch\s*\{")]
    private static partial Regex Switch();
}
