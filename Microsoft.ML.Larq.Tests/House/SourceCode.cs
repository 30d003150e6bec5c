using System.Text.RegularExpressions;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>
/// A C# source whose comments and texts are blanks, so that words and braces are code; the code in an interpolated
/// text's holes stays. Everything keeps its place.
/// </summary>
internal sealed partial class SourceCode
{
    private readonly string _source;
    private readonly char[] _code;

    private SourceCode(string source)
    {
        _source = source;
        _code = source.ToCharArray();
        Scan(0, inHole: false);
    }

    public static string Of(string source) => new(new SourceCode(source)._code);

    // Up to the end, or to the brace that ends a hole.
    private int Scan(int at, bool inHole)
    {
        for (var depth = 0; at < _source.Length; at++)
        {
            if (Literal().Match(_source, at) is { Success: true } literal)
            {
                at = literal.Value switch
                {
                    "//" => Blank(at, Find("\n", at)),
                    "/*" => Blank(at, Find("*/", at) + 2),
                    "$\"" => Interpolated(at),
                    "'" or "\"" => Blank(at, Quoted(at, literal.Value[0])),
                    _ when literal.Value.EndsWith("\"\"\"", StringComparison.Ordinal) => Blank(at, Raw(at, literal)),
                    _ => Blank(at, Verbatim(at + literal.Length)),
                } - 1;
            }
            else if (_source[at] == '{')
            {
                depth++;
            }
            else if (_source[at] == '}' && inHole && depth-- == 0)
            {
                return at;
            }
        }

        return at;
    }

    private int Interpolated(int at)
    {
        for (at = Blank(at, at + 2); _source[at] != '"';)
        {
            if (_source[at] == '\\' || string.CompareOrdinal(_source, at, "{{", 0, 2) == 0) at = Blank(at, at + 2);
            else if (_source[at] != '{') at = Blank(at, at + 1);
            else
            {
                Blank(at, at + 1);
                at = Scan(at + 1, inHole: true);
                at = Blank(at, at + 1);
            }
        }

        return Blank(at, at + 1);
    }

    private int Quoted(int at, char quote)
    {
        for (at++; _source[at] != quote; at++)
        {
            if (_source[at] == '\\') at++;
        }

        return at + 1;
    }

    private int Verbatim(int at)
    {
        for (; _source[at] != '"' || _source[at + 1] == '"'; at++)
        {
            if (_source[at] == '"') at++;
        }

        return at + 1;
    }

    private int Raw(int at, Match opening)
    {
        var quotes = opening.Value.TrimStart('$');
        at = _source.IndexOf(quotes, at + opening.Length, StringComparison.Ordinal) + quotes.Length;
        while (_source[at] == '"') at++;
        return at;
    }

    private int Find(string text, int at) =>
        _source.IndexOf(text, at, StringComparison.Ordinal) is var found and >= 0 ? found : _source.Length;

    private int Blank(int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            if (_code[i] != '\n') _code[i] = ' ';
        }

        return to;
    }

    [GeneratedRegex(@"\G(?://|/\*|\$*""{3,}|\$@""|@\$""|@""|\$""|""|')")]
    private static partial Regex Literal();
}
