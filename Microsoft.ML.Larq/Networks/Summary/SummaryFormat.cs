using System.Globalization;

namespace Microsoft.ML.Larq.Networks.Summary;

/// <summary>Larq's number formats.</summary>
internal static class SummaryFormat
{
    private const int BitsPerKibibyte = 8 * 1024;
    private static readonly string[] Bytes = ["B", "KiB", "MiB", "GiB"];
    private static readonly string[] Thousands = ["", " k", " M", " B", " T"];

    /// <summary>Bytes with two decimals, in the largest unit up to GiB that there is one of: <c>1.52 KiB</c>.</summary>
    public static string Memory(double bits)
    {
        var value = bits / 8;
        var unit = 0;
        for (; value >= 1024 && unit < Bytes.Length - 1; unit++) value /= 1024;
        return $"{value.ToString("N2", CultureInfo.InvariantCulture)} {Bytes[unit]}";
    }

    /// <summary>To three digits: <c>999</c>, <c>40.7 k</c>, <c>1.41 M</c>; <c>1.00E+16</c> from 10¹⁵ on.</summary>
    public static string Count(double value)
    {
        var rounded = double.Parse(value.ToString("E2", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        if (Math.Abs(rounded) >= 1e15) return value.ToString("0.00E+00", CultureInfo.InvariantCulture);
        var unit = 0;
        for (; Math.Abs(rounded) >= 1000; unit++) rounded /= 1000;
        return rounded.ToString("G3", CultureInfo.InvariantCulture) + Thousands[unit];
    }

    /// <summary>Kibibytes with two decimals; <c>0</c> for none.</summary>
    public static string Kibibytes(long bits) => bits == 0 ? "0" : Ratio((double)bits / BitsPerKibibyte, 2);

    /// <summary>A fixed number of decimals.</summary>
    public static string Ratio(double value, int decimals) =>
        value.ToString($"F{decimals}", CultureInfo.InvariantCulture);

    /// <summary>All digits, or <c>?</c> where unknown.</summary>
    public static string Whole(long? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "?";
}
