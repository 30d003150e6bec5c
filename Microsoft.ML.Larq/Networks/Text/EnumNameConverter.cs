using System.Text.Json;
using System.Text.Json.Serialization;

namespace Microsoft.ML.Larq.Networks.Text;

/// <summary>
/// Writes every enumeration's value as its name and takes nothing else: no number, no list, no other case.
/// </summary>
internal sealed class EnumNameConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsEnum;

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(EnumNameConverter<>).MakeGenericType(typeToConvert))!;
}

internal sealed class EnumNameConverter<T>() : AliasConverter<T>(Parse)
    where T : struct, Enum
{
    private static T Parse(string name) => Enum.GetNames<T>().Contains(name)
        ? Enum.Parse<T>(name)
        : throw new ArgumentException(
            $"{typeof(T).Name} is one of {string.Join(", ", Enum.GetNames<T>())}, got '{name}'.");
}
