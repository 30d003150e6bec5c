using System.Globalization;

namespace Larq.ModelBuilder.Data;

/// <summary>What a cell looks like, as a number.</summary>
internal enum NumberShape
{
    /// <summary>No number.</summary>
    None,

    /// <summary>Digits and a sign: the same with a point and with a comma as the decimal mark.</summary>
    Whole,

    /// <summary>With a decimal point, or an exponent.</summary>
    Point,

    /// <summary>With a decimal comma.</summary>
    Comma,

    /// <summary>With marks between thousands, which ML.NET does not read.</summary>
    Grouped,

    /// <summary>Without bound, in a word, or beyond what a float holds.</summary>
    Infinite,
}

/// <summary>Numbers as they are written in files.</summary>
internal static class NumberText
{
    private const NumberStyles Style = NumberStyles.Float;

    // The largest float has 39 digits.
    private const int LargestDigits = 39;

    private static readonly string[] WithoutBound = ["inf", "infinity", "∞"];

    /// <summary>The shape of a cell without blanks around it.</summary>
    public static NumberShape Shape(ReadOnlySpan<char> cell)
    {
        var shape = Written(cell);
        return shape switch
        {
            NumberShape.None => IsInfinity(cell) ? NumberShape.Infinite : shape,
            NumberShape.Grouped => shape,
            _ => IsTooLarge(cell, shape) ? NumberShape.Infinite : shape,
        };
    }

    private static bool IsInfinity(ReadOnlySpan<char> cell)
    {
        var word = cell is ['+' or '-', ..] ? cell[1..] : cell;
        foreach (var one in WithoutBound)
        {
            if (word.Equals(one, StringComparison.OrdinalIgnoreCase)) return true;
        }

        return false;
    }

    private static bool IsTooLarge(ReadOnlySpan<char> cell, NumberShape shape) =>
        (cell.Length >= LargestDigits || cell.ContainsAny('e', 'E'))
        && float.IsInfinity((float)Value(cell, shape == NumberShape.Comma ? ',' : '.'));

    private static NumberShape Written(ReadOnlySpan<char> cell)
    {
        var rest = cell is ['+' or '-', ..] ? cell[1..] : cell;
        var (digits, marks, exponent, last) = (0, 0, false, '\0');
        for (var i = 0; i < rest.Length; i++)
        {
            var c = rest[i];
            if (char.IsAsciiDigit(c))
            {
                digits++;
            }
            else if (c is '.' or ',' && !exponent)
            {
                marks++;
                last = c;
            }
            else if (c is 'e' or 'E' && digits > 0 && !exponent)
            {
                exponent = true;
                if (i + 1 < rest.Length && rest[i + 1] is '+' or '-') i++;
                if (i + 1 == rest.Length) return NumberShape.None;
            }
            else
            {
                return IsGrouped(rest) ? NumberShape.Grouped : NumberShape.None;
            }
        }

        if (digits == 0) return NumberShape.None;
        return marks switch
        {
            0 => exponent ? NumberShape.Point : NumberShape.Whole,
            1 => last == '.' ? NumberShape.Point : NumberShape.Comma,
            _ => IsGrouped(rest) ? NumberShape.Grouped : NumberShape.None,
        };
    }

    /// <summary>Whether a mark is followed by three digits, as in 1,234, which may be a thousand or a little.</summary>
    public static bool MayBeGrouped(ReadOnlySpan<char> cell)
    {
        var mark = cell.IndexOfAny('.', ',');
        return mark is >= 1 and <= 4 && cell.Length - mark == 4;
    }

    /// <summary>The value of a number of one of the shapes that are read.</summary>
    public static double Value(ReadOnlySpan<char> cell, char decimalMarker)
    {
        if (decimalMarker == '.' || !cell.Contains(',')) return double.Parse(cell, Style, CultureInfo.InvariantCulture);
        Span<char> copy = stackalloc char[cell.Length];
        cell.Replace(copy, ',', '.');
        return double.Parse(copy, Style, CultureInfo.InvariantCulture);
    }

    // 1,234.5 and 1.234,5 and 1 234,5 and 1'234.5: groups of three between marks of one kind.
    private static bool IsGrouped(ReadOnlySpan<char> digits)
    {
        var mark = digits.IndexOfAnyExceptInRange('0', '9');
        if (mark is < 1 or > 3 || !(digits[mark] is '.' or ',' or ' ' or '\'' or '\u00A0' or '\u202F')) return false;
        var sign = digits[mark];
        var rest = digits[mark..];
        while (rest.Length >= 4 && rest[0] == sign && !rest[1..4].ContainsAnyExceptInRange('0', '9')) rest = rest[4..];
        return rest.IsEmpty
            || (rest[0] != sign && rest[0] is '.' or ',' && !rest[1..].ContainsAnyExceptInRange('0', '9'));
    }
}
