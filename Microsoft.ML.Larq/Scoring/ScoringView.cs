namespace Microsoft.ML.Larq.Scoring;

/// <summary>Rows with a model's scores added: lazy, column by column, a block of rows at a time.</summary>
internal sealed class ScoringView(IDataView input, DataViewSchema schema, ScoringPlan plan) : IDataView
{
    public bool CanShuffle => input.CanShuffle;

    public DataViewSchema Schema => schema;

    public long? GetRowCount() => input.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var columns = new ActiveColumns(input.Schema, schema, plan.FeatureColumn, columnsNeeded);
        return new ScoringCursor(input.GetRowCursor(columns.OfInput, rand), columns, plan);
    }

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
    {
        var columns = new ActiveColumns(input.Schema, schema, plan.FeatureColumn, columnsNeeded);
        return [.. input.GetRowCursorSet(columns.OfInput, n, rand)
            .Select(cursor => new ScoringCursor(cursor, columns, plan))];
    }
}
