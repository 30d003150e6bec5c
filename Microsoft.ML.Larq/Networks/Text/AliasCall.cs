using System.Globalization;
using System.Text.RegularExpressions;

namespace Microsoft.ML.Larq.Networks.Text;

/// <summary>
/// A name with named arguments in Larq's spelling: <c>ste_sign</c>, <c>ste_sign(clip_value=1.25)</c>,
/// <c>dorefa_quantizer(k_bit=2, mode="weights")</c>. A value is a number, True, False, None, a quoted
/// text, a list of numbers, <c>[0, 1]</c>, or one of quoted texts.
/// </summary>
internal sealed partial class AliasCall
{
    private readonly Dictionary<string, object?> _arguments = [];
    private readonly List<string> _asked = [];

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
        foreach (var argument in CommaOutsideBrackets().Split(list))
        {
            if (argument.Split('=') is not [var name, var value]) throw Malformed(text, what);
            if (!call._arguments.TryAdd(name.Trim(), Value(value.Trim(), text, what))) throw Malformed(text, what);
        }

        return call;
    }

    /// <summary>Takes an argument out, or the default where it is not given; None is null.</summary>
    public float? Take(string argument, float? defaultValue) => !Remove(argument, out var value)
        ? defaultValue
        : value switch
        {
            null => null,
            float number => number,
            _ => throw Mistyped(argument, "a number or None", value),
        };

    /// <summary>Takes an argument that must be a number.</summary>
    public float Take(string argument, float defaultValue) =>
        Take<float>(argument, "a number") ?? defaultValue;

    /// <summary>Takes an argument that must be a whole number; null where it is not given.</summary>
    public int? TakeWhole(string argument)
    {
        if (Take<float>(argument, "a whole number") is not { } number) return null;
        return number == MathF.Floor(number) && Math.Abs(number) < 1 << 24
            ? (int)number
            : throw Mistyped(argument, "a whole number", number);
    }

    /// <summary>
    /// Takes an argument that must be a whole number of at least 0 or a list of such; null where it is not given.
    /// </summary>
    public int[]? TakeAxes(string argument)
    {
        if (!Remove(argument, out var value)) return null;
        var numbers = value is float one ? [one] : value as float[];
        var whole = numbers?.All(number => number is >= 0 and < 8 && number == MathF.Floor(number)) == true;
        return whole && numbers!.Length > 0
            ? [.. numbers!.Select(number => (int)number)]
            : throw Mistyped(argument, "an axis from 0 or a list of axes", value);
    }

    /// <summary>Takes an argument that is a list of quoted texts; null where it is not given, or None.</summary>
    public string[]? TakeTexts(string argument) => !_arguments.Remove(argument, out var value)
        ? null
        : value switch
        {
            null => null,
            string[] texts => texts,
            float[] { Length: 0 } => [],
            _ => throw Mistyped(argument, "a list of quoted texts, or None", value),
        };

    /// <summary>Takes an argument that must be True or False.</summary>
    public bool Take(string argument, bool defaultValue) => Take<bool>(argument, "True or False") ?? defaultValue;

    /// <summary>Takes an argument that must be one of the texts; the first is the default.</summary>
    public string TakeOneOf(string argument, params string[] allowed)
    {
        if (!Remove(argument, out var value)) return allowed[0];
        return value is string text && allowed.Contains(text)
            ? text
            : throw Mistyped(argument, string.Join(" or ", allowed.Select(Spelled)), value);
    }

    /// <summary>Refuses arguments that nobody took.</summary>
    public void Finish()
    {
        if (_arguments.Count == 0) return;
        var allowed = _asked.Count == 0 ? "no arguments" : $"'{string.Join("', '", _asked)}'";
        throw new ArgumentException(
            $"'{Text}': '{Name}' takes {allowed}, got '{string.Join("', '", _arguments.Keys)}'.");
    }

    /// <summary>A call with one more argument.</summary>
    public static string With(string call, string argument) =>
        call.EndsWith(')') ? $"{call[..^1]}, {argument})" : $"{call}({argument})";

    /// <summary>
    /// The canonical spelling of a value: of a number the shortest that reads back to the same bits, of one axis the
    /// axis, of several a list; null for a value of another type.
    /// </summary>
    public static string? Spelled(object? value) => value switch
    {
        null => "None",
        float number => number.ToString("R", CultureInfo.InvariantCulture),
        int number => Spelled((float)number),
        bool flag => flag ? "True" : "False",
        string text => $"\"{text}\"",
        IReadOnlyList<int> and [var axis] => Spelled(axis),
        IReadOnlyList<int> axes => List(axes),
        IReadOnlyList<float> numbers => List(numbers),
        IReadOnlyList<string> texts => List(texts),
        _ => null,
    };

    /// <summary>The canonical spelling of a call: arguments that are not at their defaults, or the name.</summary>
    public static string Spell(string name, params (string Name, object? Value, object? Default)[] arguments) =>
        Call(name, arguments.Where(given => !Equals(given.Value, given.Default)).Select(given =>
            $"{given.Name}={Spelled(given.Value)}"));

    /// <summary>A call of arguments that are spelled already; without any the name alone.</summary>
    public static string Call(string name, IEnumerable<string> arguments)
    {
        var given = string.Join(", ", arguments);
        return given.Length == 0 ? name : $"{name}({given})";
    }

    private bool Remove(string argument, out object? value)
    {
        ArgumentNullException.ThrowIfNull(argument, "name");
        _asked.Add(argument);
        return _arguments.Remove(argument, out value);
    }

    private T? Take<T>(string argument, string wanted)
        where T : struct
    {
        if (!Remove(argument, out var value)) return null;
        return value is T taken ? taken : throw Mistyped(argument, wanted, value);
    }

    private static object? Value(string value, string text, string what) => value switch
    {
        "None" => null,
        "True" => true,
        "False" => false,
        ['"', .. var inner, '"'] when !inner.Contains('"', StringComparison.Ordinal) => inner,
        ['\'', .. var inner, '\''] when !inner.Contains('\'', StringComparison.Ordinal) => inner,
        ['[', .. var inner, ']'] when string.IsNullOrWhiteSpace(inner) => Array.Empty<float>(),
        ['[', .. var inner, ']'] when inner.TrimStart() is ['"' or '\'', ..] =>
            inner.Split(',').Select(one => Value(one.Trim(), text, what) as string ?? throw Malformed(text, what))
                .ToArray(),
        ['[', .. var inner, ']'] => inner.Split(',').Select(number => Number(number, text, what)).ToArray(),
        _ => Number(value, text, what),
    };

    private static float Number(string value, string text, string what) =>
        float.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Malformed(text, what);

    private static string List<T>(IEnumerable<T> values) =>
        $"[{string.Join(", ", values.Select(value => Spelled(value)))}]";

    private ArgumentException Mistyped(string argument, string wanted, object? value) =>
        new($"'{Text}': '{argument}' must be {wanted}, got {Spelled(value)}.");

    private static ArgumentException Malformed(string text, string what) => new(
        $"{what} '{text}' is not of the form 'name' or 'name(argument=value, …)'; "
        + "a value is a number, True, False, None or a quoted text, or a list of numbers, [0, 1].");

    [GeneratedRegex(@",(?![^\[]*\])")]
    private static partial Regex CommaOutsideBrackets();
}
