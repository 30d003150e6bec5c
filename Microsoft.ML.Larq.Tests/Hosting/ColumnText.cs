using Microsoft.ML.Data;

namespace Microsoft.ML.Larq.Tests.Hosting;

/// <summary>Columns as text, annotations and their values included, to compare two schemas.</summary>
internal static class ColumnText
{
    public static string[] Of(SchemaShape shape, IEnumerable<string> names)
        => [.. names.Select(name => Of(shape.Single(column => column.Name == name)))];

    public static string[] Of(DataViewSchema schema, IEnumerable<string> names)
        => [.. names.Select(name => $"{name}: {schema[name].Type} {Of(schema[name].Annotations)}")];

    public static string Of(DataViewSchema.Annotations annotations) => string.Join("; ", annotations.Schema
        .Select(column => $"{column.Name}: {column.Type} = {Value(annotations, column)}")
        .Order(StringComparer.Ordinal));

    public static string Of(SchemaShape.Column column)
        => $"{column.Name}: {column.Kind} {column.ItemType} key={column.IsKey} " +
        $"[{string.Join("; ", column.Annotations.Select(Of).Order(StringComparer.Ordinal))}]";

    private static string Value(DataViewSchema.Annotations annotations, DataViewSchema.Column column)
    {
        var type = column.Type.RawType;
        if (type == typeof(bool)) return Scalar<bool>(annotations, column.Name);
        if (type == typeof(uint)) return Scalar<uint>(annotations, column.Name);
        if (type == typeof(ReadOnlyMemory<char>)) return Scalar<ReadOnlyMemory<char>>(annotations, column.Name);
        if (type == typeof(VBuffer<float>)) return Vector<float>(annotations, column.Name);
        return type == typeof(VBuffer<ReadOnlyMemory<char>>)
            ? Vector<ReadOnlyMemory<char>>(annotations, column.Name)
            : throw new NotSupportedException($"{column.Name} {type}");
    }

    private static string Scalar<T>(DataViewSchema.Annotations annotations, string name)
    {
        var value = default(T);
        annotations.GetValue(name, ref value!);
        return $"{value}";
    }

    private static string Vector<T>(DataViewSchema.Annotations annotations, string name)
    {
        var value = default(VBuffer<T>);
        annotations.GetValue(name, ref value);
        return string.Join(",", value.DenseValues());
    }
}
