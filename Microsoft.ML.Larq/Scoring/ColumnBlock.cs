using Microsoft.ML.Data;

namespace Microsoft.ML.Larq.Scoring;

/// <summary>The values of a column that is passed through, kept while a block of rows is scored.</summary>
internal abstract class ColumnBlock(DataViewSchema.Column column)
{
    public DataViewSchema.Column Column => column;

    /// <summary>Keeps the input's current value as the row of that number.</summary>
    public abstract void Read(int row);

    /// <summary>A getter of the current row's value.</summary>
    public abstract Delegate Getter(Func<int> current);

    public static ColumnBlock Create(DataViewRow input, DataViewSchema.Column column, int rows)
    {
        var raw = column.Type.RawType;
        var block = column.Type is VectorDataViewType vector
            ? typeof(VectorColumnBlock<>).MakeGenericType(vector.ItemType.RawType)
            : typeof(ValueColumnBlock<>).MakeGenericType(raw);
        return (ColumnBlock)Activator.CreateInstance(block, input, column, rows)!;
    }
}

/// <summary>A column of single values.</summary>
internal sealed class ValueColumnBlock<T>(
    DataViewRow input, DataViewSchema.Column column, int rows) : ColumnBlock(column)
{
    private readonly ValueGetter<T> _getter = input.GetGetter<T>(column);
    private readonly T[] _values = new T[rows];

    // A fresh slot: a getter may dispose the object that it finds, an image for one, and a reader may still hold it.
    public override void Read(int row)
    {
        _values[row] = default!;
        _getter(ref _values[row]);
    }

    public override Delegate Getter(Func<int> current) =>
        (ValueGetter<T>)((ref T value) => value = _values[current()]);
}

/// <summary>A column of vectors; each reader gets a copy, since it may write into what it was given.</summary>
internal sealed class VectorColumnBlock<T>(
    DataViewRow input, DataViewSchema.Column column, int rows) : ColumnBlock(column)
{
    private readonly ValueGetter<VBuffer<T>> _getter = input.GetGetter<VBuffer<T>>(column);
    private readonly VBuffer<T>[] _values = new VBuffer<T>[rows];

    public override void Read(int row) => _getter(ref _values[row]);

    public override Delegate Getter(Func<int> current) =>
        (ValueGetter<VBuffer<T>>)((ref VBuffer<T> value) => _values[current()].CopyTo(ref value));
}
