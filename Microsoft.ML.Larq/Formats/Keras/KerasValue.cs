using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Formats.Keras;

/// <summary>A parameter's value as the hub's own JSON writes it, by the type that the record has for it.</summary>
internal static class KerasValue
{
    // Quantizers, initializers, constraints: whatever is written as an alias knows how to read one.
    private static readonly Dictionary<Type, Func<string, object>> Parsers = new()
    {
        [typeof(Quantizer)] = Quantizer.Parse,
        [typeof(Initializer)] = Initializer.Parse,
        [typeof(WeightConstraint)] = WeightConstraint.Parse,
        [typeof(WeightRegularizer)] = WeightRegularizer.Parse,
    };

    /// <summary>The value; null where it is none of that type.</summary>
    /// <exception cref="ArgumentException">It names a function that the hub does not know.</exception>
    public static JsonNode? Convert(JsonElement value, Type type, int axes = 1)
    {
        if (type == typeof(Sides) && axes > 1) return Size(value, axes);
        if (type == typeof(Sides)) type = typeof(int);

        // A layer over sequences writes one number as a list of one.
        if (type == typeof(int) && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 1)
            value = value[0];
        if (type == typeof(int)) return IsWhole(value) ? value.GetInt32() : null;
        if (type == typeof(float)) return value.ValueKind == JsonValueKind.Number ? value.GetSingle() : null;
        if (type == typeof(bool))
            return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;
        if (type.IsEnum) return Name(value, type);
        if (Parsers.TryGetValue(type, out var parser)) return KerasFunction.Read(value, text => $"{parser(text)}");
        return JsonNode.Parse(value.GetRawText());
    }

    /// <summary>The type in words.</summary>
    public static string Wanted(Type type, int axes = 1) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var one when one == typeof(int) => "a whole number",
        var one when one == typeof(float) => "a number",
        var one when one == typeof(bool) => "true or false",
        var one when one == typeof(Sides) => axes switch
        {
            1 => "a whole number",
            2 => "a height and a width",
            _ => "a depth, a height and a width",
        },
        { IsEnum: true } names => string.Join(" or ", Enum.GetNames(names).Select(name => name.ToLowerInvariant())),
        var other => other.Name,
    };

    private static JsonArray? Size(JsonElement value, int axes) =>
        IsWhole(value) ? [.. Enumerable.Repeat(value.GetInt32(), axes)]
        : value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == axes
            && value.EnumerateArray().All(IsWhole)
            ? [.. value.EnumerateArray().Select(side => side.GetInt32())]
            : null;

    private static JsonValue? Name(JsonElement value, Type type) =>
        value.ValueKind == JsonValueKind.String && !char.IsAsciiDigit(value.GetString()!.FirstOrDefault())
            && Enum.TryParse(type, value.GetString(), ignoreCase: true, out var name)
            ? JsonValue.Create($"{name}")
            : null;

    private static bool IsWhole(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _);
}
