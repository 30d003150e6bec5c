using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.ML.Data;

namespace Microsoft.ML.Larq.Hosting;

/// <summary>One type that key values can have: how ML.NET names it and how JSON writes it.</summary>
internal abstract class KeyValueType(PrimitiveDataViewType itemType)
{
    // Dates have no time zone, as in ML.NET's own files.
    private const string DateFormat = "yyyy-MM-ddTHH:mm:ss.fffffff";

    public static readonly IReadOnlyList<KeyValueType> All =
    [
        new KeyValueType<ReadOnlyMemory<char>>(TextDataViewType.Instance, text => text.ToString(), Text),
        Number<float>(NumberDataViewType.Single, float.IsFinite),
        Number<double>(NumberDataViewType.Double, double.IsFinite),
        Number<int>(NumberDataViewType.Int32),
        Number<uint>(NumberDataViewType.UInt32),
        Number<long>(NumberDataViewType.Int64),
        Number<ulong>(NumberDataViewType.UInt64),
        Number<short>(NumberDataViewType.Int16),
        Number<ushort>(NumberDataViewType.UInt16),
        Number<byte>(NumberDataViewType.Byte),
        Number<sbyte>(NumberDataViewType.SByte),
        new KeyValueType<bool>(BooleanDataViewType.Instance, value => value, node => node.GetValue<bool>()),
        new KeyValueType<DateTime>(DateTimeDataViewType.Instance,
            value => value.ToString(DateFormat, CultureInfo.InvariantCulture),
            node => DateTime.ParseExact(node.GetValue<string>(), DateFormat, CultureInfo.InvariantCulture)),
    ];

    public static string Allowed => string.Join(", ", All.Select(type => type.Name));

    public PrimitiveDataViewType ItemType => itemType;

    public string Name => itemType is TextDataViewType ? "Text" : itemType.RawType.Name;

    public abstract KeyValues Read(DataViewSchema.Annotations annotations);

    public abstract KeyValues FromJson(JsonArray values);

    private static ReadOnlyMemory<char> Text(JsonNode node) => node.GetValue<string>().AsMemory();

    private static KeyValueType<T> Number<T>(NumberDataViewType itemType, Func<T, bool>? isJson = null)
        where T : struct, IParsable<T>, IFormattable => new(itemType,
            // JSON has no infinities: they are written as text.
            value => isJson?.Invoke(value) is false
                ? JsonValue.Create(value.ToString(null, CultureInfo.InvariantCulture)) : JsonValue.Create(value),
            node => node.GetValueKind() is System.Text.Json.JsonValueKind.String
                ? T.Parse(node.GetValue<string>(), CultureInfo.InvariantCulture) : node.GetValue<T>());
}

/// <inheritdoc cref="KeyValueType"/>
internal sealed class KeyValueType<T>(PrimitiveDataViewType itemType, Func<T, JsonNode?> write, Func<JsonNode, T> read)
    : KeyValueType(itemType)
{
    public JsonNode? Write(T value) => write(value);

    public override KeyValues Read(DataViewSchema.Annotations annotations)
    {
        var buffer = default(VBuffer<T>);
        annotations.GetValue(ScoreAnnotations.KeyValues, ref buffer);
        return new TypedKeyValues<T>(this, buffer.DenseValues().ToArray());
    }

    public override KeyValues FromJson(JsonArray values) => new TypedKeyValues<T>(this, [.. values.Select(FromJson)]);

    private T FromJson(JsonNode? node, int index)
    {
        try
        {
            return read(node ?? throw new FormatException("null"));
        }
        catch (Exception error) when (error is FormatException or OverflowException or InvalidOperationException)
        {
            throw new FormatException(
                $"Key values: value {index} is a {Name}, got {node?.ToJsonString() ?? "null"}.", error);
        }
    }
}
