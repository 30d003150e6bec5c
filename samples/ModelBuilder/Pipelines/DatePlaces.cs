using System.Globalization;

namespace Larq.ModelBuilder.Pipelines;

/// <summary>
/// Where the parts of a date stand in its text x, as formulas: at fixed places, or behind parts of one digit or two,
/// which a format has as a single letter.
/// </summary>
internal sealed class DatePlaces
{
    private const string Letters = "yMdHms";

    // Each is the length of a part, and none is called as a part is.
    private static readonly string[] Names = ["p", "q", "r"];

    private readonly List<string> _lengths = [];
    private readonly Dictionary<char, (string From, string To)> _parts = [];

    public DatePlaces(string format)
    {
        var place = 0;
        for (var i = 0; i < format.Length;)
        {
            var end = i + 1;
            while (end < format.Length && format[end] == format[i] && Letters.Contains(format[i])) end++;
            var from = At(place);
            if (!Letters.Contains(format[i])) place++;
            else if (end - i > 1) place += end - i;
            else _lengths.Add(Length(place, end < format.Length ? format[end] : null));
            if (Letters.Contains(format[i])) _parts.Add(format[i], (from, At(place)));
            i = end;
        }
    }

    /// <summary>A part's number; NaN where the text ends before it does, for an empty text would give 0.</summary>
    public string Number(char part)
    {
        var (from, to) = _parts[part];
        return $"len(x) < {to} ? 0f/0f : float(mid(x, {from}, {to}))";
    }

    /// <summary>A formula in which the lengths are known.</summary>
    public string With(string value) => _lengths.Index().Reverse()
        .Aggregate(value, (inner, length) => $"with({Names[length.Index]} = {length.Item}; {inner})");

    private string At(int place) => string.Join(
        " + ", [.. Names.Take(_lengths.Count), place.ToString(CultureInfo.InvariantCulture)]);

    // What follows one digit is the mark behind the part, or nothing.
    private string Length(int place, char? mark) => mark is { } sign
        ? $"mid(x, {At(place + 1)}, {At(place + 2)}) == \"{sign}\" ? 1 : 2"
        : $"len(x) < {At(place + 2)} ? 1 : 2";
}
