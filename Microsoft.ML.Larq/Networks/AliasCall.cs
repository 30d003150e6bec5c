using System.Globalization;

namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// A name with named numeric arguments in Larq's spelling: <c>ste_sign</c>, <c>ste_sign(clip_value=1.25)</c>;
/// <c>None</c> is a missing number.
/// </summary>
internal sealed class AliasCall
{
    private readonly Dictionary<string, float?> _arguments = [];

    private AliasCall(string text, string name)
    {
        Text = text;
        Name = name;
    }

    public string Text { get; }

    public string Name { get; }

    public static AliasCall Parse(string text, string what)
    {
        ArgumentNullException.ThrowIfNull(text);
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var call = new AliasCall(text, (open < 0 ? text : text[..open]).Trim());
        if (open < 0) return call;
        if (!text.EndsWith(')')) throw Malformed(text, what);
        var list = text[(open + 1)..^1];
        if (string.IsNullOrWhiteSpace(list)) return call;
        foreach (var argument in list.Split(','))
        {
            if (argument.Split('=') is not [var name, var value]) throw Malformed(text, what);
            if (!call._arguments.TryAdd(name.Trim(), Number(value.Trim(), text, what))) throw Malformed(text, what);
        }

        return call;
    }

    /// <summary>Takes an argument out, or the default where it is not given.</summary>
    public float? Take(string argument, float? defaultValue) =>
        _arguments.Remove(argument, out var value) ? value : defaultValue;

    /// <summary>Takes an argument that must be a number.</summary>
    public float Take(string argument, float defaultValue) => Take(argument, (float?)defaultValue)
        ?? throw new ArgumentException($"'{Text}': '{argument}' must be a number, got None.");

    /// <summary>Refuses arguments that nobody took.</summary>
    public void Finish(string allowed)
    {
        if (_arguments.Count > 0)
        {
            throw new ArgumentException(
                $"'{Text}': '{Name}' takes {allowed}, got '{string.Join("', '", _arguments.Keys)}'.");
        }
    }

    /// <summary>The canonical spelling of a number; the shortest that reads back to the same bits.</summary>
    public static string Spell(float? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "None";

    private static float? Number(string value, string text, string what)
    {
        if (value == "None") return null;
        return float.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Malformed(text, what);
    }

    private static ArgumentException Malformed(string text, string what) => new(
        $"{what} '{text}' is not of the form 'name' or 'name(argument=number, …)'.");
}
