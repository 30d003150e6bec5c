using Microsoft.ML.Data;
using Annotations = System.Collections.Generic.IEnumerable<Microsoft.ML.SchemaShape.Column>;

namespace Microsoft.ML.Larq.Hosting;

/// <summary>Finds columns; makes those of a <see cref="SchemaShape"/>, which ML.NET lets nobody else do.</summary>
internal static class SchemaColumns
{
    /// <summary>One value per row; with <paramref name="isKey"/>, keys over <paramref name="item"/>.</summary>
    public static SchemaShape.Column Scalar(
        string name, PrimitiveDataViewType item, bool isKey = false, Annotations? annotations = null)
        => Column(name, SchemaShape.Column.VectorKind.Scalar, item, isKey, annotations);

    /// <summary>A column of vectors of one known size.</summary>
    public static SchemaShape.Column Vector(
        string name, PrimitiveDataViewType item, bool isKey = false, Annotations? annotations = null)
        => Column(name, SchemaShape.Column.VectorKind.Vector, item, isKey, annotations);

    /// <summary>
    /// A label of classes that no column holds: a model that was not trained here knows them by itself.
    /// </summary>
    public static SchemaShape.Column Label(bool hasNames) => Scalar(
        "Label", NumberDataViewType.UInt32, isKey: true,
        annotations: hasNames ? [Vector(ScoreAnnotations.KeyValues, TextDataViewType.Instance)] : null);

    /// <summary>The column of that name, or null.</summary>
    public static SchemaShape.Column? Find(SchemaShape shape, string name)
        => shape.TryFindColumn(name, out var column) ? column : null;

    /// <summary>The column of that name.</summary>
    /// <param name="schema">The columns.</param>
    /// <param name="name">The name.</param>
    /// <param name="role">What the column is for.</param>
    /// <param name="where">In which rows it should be; null where there are no others.</param>
    /// <exception cref="ArgumentException">There is none; the message lists what there is.</exception>
    public static DataViewSchema.Column Find(
        DataViewSchema schema, string name, string role, string? where = null) =>
        schema.GetColumnOrNull(name) ?? throw new ArgumentException(
            $"There is no {role} column '{name}'{(where is null ? "" : " " + where)}; there are "
            + $"'{string.Join("', '", schema.Where(column => !column.IsHidden).Select(column => column.Name))}'.");

    /// <summary>ML.NET's way to write a column's type: <c>Vector&lt;Single&gt;</c>, <c>Key&lt;UInt32&gt;</c>.</summary>
    public static string Describe(SchemaShape.Column column) => column.GetTypeString();

    /// <summary>The shape with columns added; those of the same name are replaced, as in other estimators.</summary>
    public static SchemaShape With(SchemaShape shape, IEnumerable<SchemaShape.Column> added)
    {
        var columns = shape.ToDictionary(column => column.Name);
        foreach (var column in added) columns[column.Name] = column;
        return new SchemaShape(columns.Values);
    }

    private static SchemaShape.Column Column(
        string name, SchemaShape.Column.VectorKind kind, PrimitiveDataViewType item,
        bool isKey, Annotations? annotations)
        => new(name, kind, item, isKey, annotations is null ? null : new SchemaShape(annotations));
}
