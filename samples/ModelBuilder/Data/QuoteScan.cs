using System.Buffers;

namespace Larq.ModelBuilder.Data;

/// <summary>Whether cells of a file stand in double quotes.</summary>
internal static class QuoteScan
{
    private static readonly SearchValues<char> Before = SearchValues.Create(",;|\t\r\n ");

    /// <summary>
    /// Whether a quote stands at the beginning of a cell anywhere: a quote inside of one, as in 5" pipes, is a letter.
    /// </summary>
    public static bool IsQuoted(string path)
    {
        using var reader = new StreamReader(path);
        var buffer = new char[1 << 16];
        var before = '\n';
        int read;
        while ((read = reader.ReadBlock(buffer)) > 0)
        {
            var text = buffer.AsSpan(0, read);
            for (var at = 0; text[at..].IndexOf('"') is >= 0 and var next; at += next + 1)
            {
                var quote = at + next;
                if (Before.Contains(quote == 0 ? before : text[quote - 1])) return true;
                if (quote + 1 == text.Length) break;
            }

            before = text[^1];
        }

        return false;
    }
}
