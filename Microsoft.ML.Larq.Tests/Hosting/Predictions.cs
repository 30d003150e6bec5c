using Microsoft.ML.Data;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Hosting;

/// <summary>Presents a key column "Label" as the column "PredictedLabel" of our output schema.</summary>
internal sealed class Predictions : IDataView
{
    private readonly IDataView _inner;

    public Predictions(IDataView inner, KeyValues names)
    {
        _inner = inner;
        var builder = new DataViewSchema.Builder();
        var column = ScoreColumns.ColumnsFor(LearningTask.MulticlassClassification, inner.Schema, names.Count, names)
            .Single(column => column.Name == "PredictedLabel");
        builder.AddColumn(column.Name, column.Type, column.Annotations);
        Schema = builder.ToSchema();
    }

    public bool CanShuffle => false;

    public DataViewSchema Schema { get; }

    public long? GetRowCount() => _inner.GetRowCount();

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        => new Cursor(this, _inner.GetRowCursor([_inner.Schema["Label"]]));

    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null)
        => [GetRowCursor(columnsNeeded, rand)];

    private sealed class Cursor(Predictions owner, DataViewRowCursor inner) : DataViewRowCursor
    {
        public override long Position => inner.Position;

        public override long Batch => inner.Batch;

        public override DataViewSchema Schema => owner.Schema;

        public override bool MoveNext() => inner.MoveNext();

        public override bool IsColumnActive(DataViewSchema.Column column) => true;

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
            => inner.GetGetter<TValue>(inner.Schema["Label"]);

        public override ValueGetter<DataViewRowId> GetIdGetter() => inner.GetIdGetter();

        protected override void Dispose(bool disposing)
        {
            if (disposing) inner.Dispose();
            base.Dispose(disposing);
        }
    }
}
