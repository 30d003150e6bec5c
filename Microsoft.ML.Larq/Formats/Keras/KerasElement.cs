using System.Text.Json;

namespace Microsoft.ML.Larq.Formats.Keras;

/// <summary>What a value of a Keras configuration says, whatever it is a parameter of.</summary>
internal static class KerasElement
{
    /// <summary>A number that went through an array is written as a list of one.</summary>
    public static JsonElement Only(JsonElement value) =>
        value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 1 ? value[0] : value;

    public static int[]? Numbers(JsonElement value) => value.ValueKind == JsonValueKind.Array
        && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number && item.TryGetInt32(out _))
        ? [.. value.EnumerateArray().Select(item => item.GetInt32())]
        : null;

    public static bool Says(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null or JsonValueKind.False => false,
        JsonValueKind.Array => value.GetArrayLength() > 0,
        JsonValueKind.Object => value.EnumerateObject().Any(),
        _ => true,
    };

    public static string Spell(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return text.Length <= 100 ? text : text[..100] + "…";
    }
}
