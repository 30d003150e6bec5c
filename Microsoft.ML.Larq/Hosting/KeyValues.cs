using System.Text.Json.Nodes;
using Microsoft.ML.Data;

namespace Microsoft.ML.Larq.Hosting;

/// <summary>The original values behind a key column, in their own type: text, numbers, dates.</summary>
internal abstract class KeyValues
{
    /// <summary>How many there are: key 1 stands for the first.</summary>
    public abstract int Count { get; }

    /// <summary>ML.NET's type of one value.</summary>
    public abstract PrimitiveDataViewType ItemType { get; }

    /// <summary>The values as a person reads them, culture-invariant.</summary>
    public abstract IReadOnlyList<string> Names { get; }

    /// <summary>Adds the values as a known-size vector annotation of that name.</summary>
    public abstract void AddTo(DataViewSchema.Annotations.Builder builder, string annotation);

    /// <summary>
    /// The values as the only column of a data view, in order, as <c>MapValueToKey</c> takes key data.
    /// </summary>
    public abstract IDataView ToDataView(MLContext context);

    /// <summary><c>{ "type": "Single", "values": [ … ] }</c>.</summary>
    public abstract JsonObject ToJson();

    /// <summary>
    /// The key values of a column; null when it is no key or, as for ML.NET itself, when it has no known-size vector of
    /// as many values as keys.
    /// </summary>
    /// <exception cref="ArgumentException">The values are of a type that has no place in a saved model.</exception>
    public static KeyValues? Read(DataViewSchema.Column column)
    {
        if (column.Type is not KeyDataViewType key) return null;
        var annotation = column.Annotations.Schema.GetColumnOrNull(ScoreAnnotations.KeyValues)?.Type;
        if (annotation is not VectorDataViewType { Size: > 0 } vector || (ulong)vector.Size != key.Count) return null;
        var type = KeyValueType.All.FirstOrDefault(type => type.ItemType.Equals(vector.ItemType))
            ?? throw new ArgumentException(
                $"Column '{column.Name}': key values are one of {KeyValueType.Allowed}, got {vector.ItemType}.");
        return type.Read(column.Annotations);
    }

    /// <summary>Texts.</summary>
    public static KeyValues OfText(IReadOnlyList<string> names) => FromJson(new JsonObject
    {
        ["type"] = "Text",
        ["values"] = new JsonArray([.. names.Select(name => JsonValue.Create(name))]),
    });

    /// <summary>The values that <see cref="ToJson"/> wrote.</summary>
    /// <exception cref="FormatException">The node is anything else; the message says what.</exception>
    public static KeyValues FromJson(JsonNode? json)
    {
        var node = json as JsonObject;
        var name = (node?["type"] as JsonValue)?.TryGetValue<string>(out var text) is true ? text : null;
        var type = KeyValueType.All.FirstOrDefault(type => type.Name == name)
            ?? throw new FormatException($"Key values: 'type' is one of {KeyValueType.Allowed}, got '{name}'.");
        var values = node!["values"] as JsonArray
            ?? throw new FormatException("Key values: 'values' is an array, got something else or nothing.");
        return type.FromJson(values);
    }
}
