using System.Collections.Concurrent;
using Microsoft.ML.Data;

namespace Microsoft.ML.Larq.Tests.Scoring;

/// <summary>
/// Rows made by formula, 7 to a batch and with ids of their own, that keep a record of what is read: the view's columns
/// are Features (5 numbers), Name (text), Some (vectors of 0 to 3 numbers, one getter's buffer reused).
/// </summary>
internal sealed class TableView : IDataView
{
    public const int RowsPerBatch = 7;

    private readonly int _rows;

    public TableView(int rows, Func<int, float[]>? features = null)
    {
        _rows = rows;
        Features = features ?? Sines;
        var builder = new DataViewSchema.Builder();
        builder.AddColumn("Features", new VectorDataViewType(NumberDataViewType.Single, 5));
        builder.AddColumn("Name", TextDataViewType.Instance);
        builder.AddColumn("Some", new VectorDataViewType(NumberDataViewType.Int32));
        Schema = builder.ToSchema();
    }

    public Func<int, float[]> Features { get; }

    /// <summary>How often each column was read, all cursors together.</summary>
    public ConcurrentDictionary<string, int> Reads { get; } = [];

    /// <summary>The columns that each cursor was opened with.</summary>
    public ConcurrentQueue<string> Cursors { get; } = [];

    public int Disposed { get; private set; }

    public bool CanShuffle => true;

    public DataViewSchema Schema { get; }

    public static float[] Sines(int row) => [.. Enumerable.Range(0, 5).Select(i => MathF.Sin((row * 5) + i))];

    public static DataViewRowId Id(int row) => new((ulong)row + 1000, 7);

    public static int[] Some(int row) => [.. Enumerable.Range(row, row % 4)];

    public long? GetRowCount() => _rows;

    public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
    {
        var rows = Enumerable.Range(0, _rows).ToArray();
        rand?.Shuffle(rows);
        return Open(columnsNeeded, rows);
    }

    // Whole batches go round in turn, as ML.NET's own cursor sets do it.
    public DataViewRowCursor[] GetRowCursorSet(
        IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
    [
        .. Enumerable.Range(0, n).Select(part => Open(
            columnsNeeded, [.. Enumerable.Range(0, _rows).Where(row => row / RowsPerBatch % n == part)])),
    ];

    private Cursor Open(IEnumerable<DataViewSchema.Column> columns, int[] rows)
    {
        var active = columns.Select(column => column.Name).ToHashSet();
        Cursors.Enqueue(string.Join(',', active.Order(StringComparer.Ordinal)));
        return new Cursor(this, active, rows);
    }

    private sealed class Cursor(TableView view, HashSet<string> active, int[] rows) : DataViewRowCursor
    {
        private int _at = -1;

        public override long Position => _at < rows.Length ? _at : -1;

        public override long Batch => rows[_at] / RowsPerBatch;

        public override DataViewSchema Schema => view.Schema;

        public override bool MoveNext() => ++_at < rows.Length;

        public override bool IsColumnActive(DataViewSchema.Column column) => active.Contains(column.Name);

        public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId id) => id = Id(rows[_at]);

        public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
        {
            if (!active.Contains(column.Name)) throw new InvalidOperationException(
                $"'{column.Name}' was not asked for.");
            Delegate getter = column.Name switch
            {
                "Features" => (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
                    Fill(ref value, view.Features(Read(column.Name)))),
                "Name" => (ValueGetter<ReadOnlyMemory<char>>)((ref ReadOnlyMemory<char> value) =>
                    value = $"row {Read(column.Name)}".AsMemory()),
                _ => (ValueGetter<VBuffer<int>>)((ref VBuffer<int> value) => Fill(ref value, Some(Read(column.Name)))),
            };
            return (ValueGetter<TValue>)getter;
        }

        protected override void Dispose(bool disposing)
        {
            view.Disposed++;
            base.Dispose(disposing);
        }

        private int Read(string column)
        {
            view.Reads.AddOrUpdate(column, 1, (_, reads) => reads + 1);
            return rows[_at];
        }

        private static void Fill<T>(ref VBuffer<T> value, T[] values)
        {
            var editor = VBufferEditor.Create(ref value, values.Length);
            values.CopyTo(editor.Values);
            value = editor.Commit();
        }
    }
}
