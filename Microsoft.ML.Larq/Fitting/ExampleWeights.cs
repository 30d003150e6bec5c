using Microsoft.ML.Data;
using Microsoft.ML.Larq.Hosting;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>Whether the column of example weights is one.</summary>
internal static class ExampleWeights
{
    /// <exception cref="ArgumentException">It is absent or not Single; the message says what came.</exception>
    public static void Check(DataViewSchema schema, string? name)
    {
        if (name is null) return;
        var type = SchemaColumns.Find(schema, name, "example weight", "in the training rows").Type;
        if (type != NumberDataViewType.Single) throw Wrong(name, type.ToString()!);
    }

    /// <summary>The same before any data is seen.</summary>
    /// <exception cref="ArgumentException">It is absent or not Single; the message says what came.</exception>
    public static void Check(SchemaShape schema, string? name)
    {
        if (name is null) return;
        var column = SchemaColumns.Find(schema, name) ?? throw new ArgumentException(
            $"There is no example weight column '{name}'; "
            + $"there are '{string.Join("', '", schema.Select(column => column.Name))}'.");
        if (column is not { Kind: SchemaShape.Column.VectorKind.Scalar, IsKey: false }
            || column.ItemType != NumberDataViewType.Single)
            throw Wrong(name, SchemaColumns.Describe(column));
    }

    private static ArgumentException Wrong(string name, string type) => new(
        $"Example weight column '{name}' must be Single, got {type}. Conversion.ConvertType makes one.");
}
