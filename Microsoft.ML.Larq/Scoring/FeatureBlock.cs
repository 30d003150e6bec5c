using Microsoft.ML.Data;

namespace Microsoft.ML.Larq.Scoring;

/// <summary>Feature vectors of some rows, in the network's order.</summary>
internal sealed class FeatureBlock
{
    private readonly ValueGetter<VBuffer<float>> _getter;
    private readonly ScoringPlan _plan;
    private readonly string _column;
    private readonly float[] _dense;
    private readonly float[] _rows;
    private VBuffer<float> _vector;

    public FeatureBlock(DataViewRow input, DataViewSchema.Column column, ScoringPlan plan, int rows)
    {
        _getter = input.GetGetter<VBuffer<float>>(column);
        _plan = plan;
        _column = column.Name;
        _dense = new float[plan.Network.InputSize];
        _rows = new float[rows * _dense.Length];
    }

    /// <summary>Reads the input's current row into the block's row of that index.</summary>
    /// <exception cref="InvalidOperationException">The vector has another length than the column says.</exception>
    public void Read(int row)
    {
        _getter(ref _vector);
        if (_vector.Length != _dense.Length)
        {
            throw new InvalidOperationException(
                $"Column '{_column}' must have vectors of {_dense.Length} numbers, got one of {_vector.Length}.");
        }

        _vector.CopyTo(_dense);
        _plan.Layout.Arrange(_dense, _rows.AsSpan(row * _dense.Length, _dense.Length));
    }

    public ReadOnlySpan<float> Rows(int count) => _rows.AsSpan(0, count * _dense.Length);
}
