using System.Globalization;
using System.Text;

namespace Microsoft.ML.Larq.Microcontrollers.Text;

/// <summary>Numbers, strings and comments as C spells them, whatever stands in them.</summary>
internal static class CText
{
    private const int LineWidth = 110;

    /// <summary>A number in single precision, to the bit: hexadecimal, which no compiler rounds.</summary>
    public static string Of(float value)
    {
        if (float.IsNaN(value)) return "NAN";
        if (float.IsInfinity(value)) return value > 0 ? "INFINITY" : "-INFINITY";
        var bits = BitConverter.SingleToUInt32Bits(value);
        var sign = bits >> 31 == 0 ? "" : "-";
        var (exponent, fraction) = ((int)((bits >> 23) & 0xFF), (bits & 0x7FFFFF) << 1);
        if (exponent == 0 && fraction == 0) return $"{sign}0.0f";
        var power = exponent == 0 ? -126 : exponent - 127;
        return string.Create(
            CultureInfo.InvariantCulture, $"{sign}0x{(exponent == 0 ? 0 : 1)}.{fraction:x6}p{power}f");
    }

    public static string Of(int value) => value == int.MinValue
        ? "INT32_MIN"
        : value.ToString(CultureInfo.InvariantCulture);

    public static string Of(uint value) => string.Create(CultureInfo.InvariantCulture, $"0x{value:x8}u");

    /// <summary>The elements of an array, in lines.</summary>
    public static string List(IEnumerable<string> values)
    {
        var text = new StringBuilder();
        var width = LineWidth;
        foreach (var value in values)
        {
            if (width + value.Length + 2 > LineWidth)
            {
                text.Append(text.Length == 0 ? "    " : "\n    ");
                width = 4;
            }
            else
            {
                text.Append(' ');
                width++;
            }

            text.Append(value).Append(',');
            width += value.Length + 1;
        }

        return text.ToString();
    }

    /// <summary>A string with every character told so that none ends it: UTF-8, octal where it is not plain.</summary>
    public static string String(string value)
    {
        var text = new StringBuilder("\"");
        foreach (var letter in Encoding.UTF8.GetBytes(value))
        {
            if (IsPlain((char)letter) && letter != (byte)'"') text.Append((char)letter);
            else text.Append('\\').Append(Convert.ToString(letter, 8).PadLeft(3, '0'));
        }

        return text.Append('"').ToString();
    }

    /// <summary>What may stand in a comment: '.' for what could end it, join lines or not be read everywhere.</summary>
    public static string Comment(string value)
    {
        const int Longest = 80;
        var text = new StringBuilder();
        foreach (var letter in value.Length <= Longest ? value : value[..Longest] + "...")
            text.Append(IsPlain(letter) && letter is not ('*' or '/') ? letter : '.');
        return text.ToString();
    }

    // '@' stands for what names begin with; '?' may begin a trigraph.
    private static bool IsPlain(char letter) => letter is >= ' ' and <= '~' and not ('\\' or '?' or '@');
}
