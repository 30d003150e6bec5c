using Microsoft.ML;
using Microsoft.ML.Data;

namespace Larq.ModelBuilder.Running;

/// <summary>Rows in which the values of one column have changed places at random, and nothing else.</summary>
internal static class ShuffledColumn
{
    /// <summary>The rows, which must be of number or of text in that column.</summary>
    public static IDataView Of(IDataView rows, string column, int seed) =>
        rows.Schema[column].Type is NumberDataViewType
        ? new View<float>(rows, column, seed)
        : new View<ReadOnlyMemory<char>>(rows, column, seed);

    private sealed class View<T> : IDataView
    {
        private readonly IDataView _rows;
        private readonly int _column;
        private readonly T[] _values;

        public View(IDataView rows, string column, int seed)
        {
            (_rows, _column) = (rows, rows.Schema[column].Index);
            _values = [.. rows.GetColumn<T>(column)];
            new Random(seed).Shuffle(_values);
        }

        public bool CanShuffle => false;

        public DataViewSchema Schema => _rows.Schema;

        public long? GetRowCount() => _values.Length;

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null) =>
            new Cursor(_rows.GetRowCursor(columnsNeeded), _column, _values);

        public DataViewRowCursor[] GetRowCursorSet(
            IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
            [GetRowCursor(columnsNeeded, rand)];

        private sealed class Cursor(DataViewRowCursor rows, int column, T[] values) : DataViewRowCursor
        {
            public override long Position => rows.Position;

            public override long Batch => rows.Batch;

            public override DataViewSchema Schema => rows.Schema;

            public override bool IsColumnActive(DataViewSchema.Column asked) => rows.IsColumnActive(asked);

            public override bool MoveNext() => rows.MoveNext();

            public override ValueGetter<DataViewRowId> GetIdGetter() => rows.GetIdGetter();

            public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column asked)
            {
                if (asked.Index != column) return rows.GetGetter<TValue>(asked);
                ValueGetter<T> getter = (ref T value) => value = values[rows.Position];
                return (ValueGetter<TValue>)(Delegate)getter;
            }

            protected override void Dispose(bool disposing)
            {
                if (disposing) rows.Dispose();
                base.Dispose(disposing);
            }
        }
    }
}
