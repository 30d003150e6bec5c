using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.ML.Data;

namespace Microsoft.ML.Larq.Hosting;

/// <inheritdoc cref="KeyValues"/>
internal sealed class TypedKeyValues<T>(KeyValueType<T> type, T[] values) : KeyValues
{
    public override int Count => values.Length;

    public override PrimitiveDataViewType ItemType => type.ItemType;

    public override IReadOnlyList<string> Names
        => [.. values.Select(value => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "")];

    public override void AddTo(DataViewSchema.Annotations.Builder builder, string annotation)
        => builder.Add(annotation, new VectorDataViewType(type.ItemType, values.Length),
            (ref VBuffer<T> target) =>
            {
                // A copy: who reads an annotation may write into what they were given.
                var editor = VBufferEditor.Create(ref target, values.Length);
                values.CopyTo(editor.Values);
                target = editor.Commit();
            });

    public override IDataView ToDataView(MLContext context)
        => context.Data.LoadFromEnumerable(values.Select(value => new KeyValueRow<T> { Value = value }));

    public override JsonObject ToJson() => new()
    {
        ["type"] = type.Name,
        ["values"] = new JsonArray([.. values.Select(type.Write)]),
    };
}

/// <summary>One key value as a row of a data view.</summary>
internal sealed class KeyValueRow<T>
{
    public T Value { get; set; } = default!;
}
