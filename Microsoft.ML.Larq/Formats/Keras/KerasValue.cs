using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Formats.Keras;

/// <summary>A parameter's value as the hub's own JSON writes it, by the type that the record has for it.</summary>
internal static class KerasValue
{
    /// <summary>The value; null where it is none of that type.</summary>
    /// <exception cref="ArgumentException">It names a function that the hub does not know.</exception>
    public static JsonNode? Convert(JsonElement value, Type type)
    {
        // A layer over sequences writes one number as a list of one.
        if (type == typeof(int) && value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 1)
            value = value[0];
        if (type == typeof(int)) return IsWhole(value) ? value.GetInt32() : null;
        if (type == typeof(float)) return value.ValueKind == JsonValueKind.Number ? value.GetSingle() : null;
        if (type == typeof(bool))
            return value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;
        if (type == typeof(Size2D)) return Size(value);
        if (type == typeof(Size3D) && IsWhole(value))
            return new JsonArray(value.GetInt32(), value.GetInt32(), value.GetInt32());
        if (type.IsEnum) return Name(value, type);
        if (Parser(type) is { } parser) return KerasFunction.Read(value, text => $"{Parse(parser, text)}");
        return JsonNode.Parse(value.GetRawText());
    }

    /// <summary>The type in words.</summary>
    public static string Wanted(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var one when one == typeof(int) => "a whole number",
        var one when one == typeof(float) => "a number",
        var one when one == typeof(bool) => "true or false",
        var one when one == typeof(Size2D) => "a height and a width",
        { IsEnum: true } names => string.Join(" or ", Enum.GetNames(names).Select(name => name.ToLowerInvariant())),
        var other => other.Name,
    };

    private static JsonArray? Size(JsonElement value) =>
        IsWhole(value) ? new JsonArray(value.GetInt32(), value.GetInt32())
        : value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 2 && value.EnumerateArray().All(IsWhole)
            ? new JsonArray(value[0].GetInt32(), value[1].GetInt32())
            : null;

    private static JsonValue? Name(JsonElement value, Type type) =>
        value.ValueKind == JsonValueKind.String && !char.IsAsciiDigit(value.GetString()!.FirstOrDefault())
            && Enum.TryParse(type, value.GetString(), ignoreCase: true, out var name)
            ? JsonValue.Create($"{name}")
            : null;

    // Quantizers, initializers, constraints: whatever is written as an alias knows how to read one.
    private static MethodInfo? Parser(Type type) =>
        type.GetMethod("Parse", BindingFlags.Public | BindingFlags.Static, [typeof(string)]);

    private static object? Parse(MethodInfo parser, string text)
    {
        try
        {
            return parser.Invoke(null, [text]);
        }
        catch (TargetInvocationException error) when (error.InnerException is ArgumentException inner)
        {
            throw inner is ArgumentOutOfRangeException
                ? new ArgumentOutOfRangeException(inner.Message, inner)
                : new ArgumentException(inner.Message, inner);
        }
    }

    private static bool IsWhole(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out _);
}
