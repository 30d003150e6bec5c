namespace Microsoft.ML.Larq;

/// <summary>Finds columns by name, with an error that lists what there is.</summary>
internal static class Columns
{
    public static DataViewSchema.Column Find(DataViewSchema schema, string name, string role) =>
        schema.GetColumnOrNull(name) ?? throw new ArgumentException(
            $"There is no {role} column '{name}'; there are "
            + $"'{string.Join("', '", schema.Where(column => !column.IsHidden).Select(column => column.Name))}'.");
}
