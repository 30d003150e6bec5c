using Microsoft.ML.Data;

namespace Microsoft.ML.Larq.Scoring;

/// <summary>Feature vectors of some rows, in the network's order.</summary>
internal sealed class FeatureBlock
{
    private readonly ValueGetter<VBuffer<float>>? _getter;
    private readonly ScoringPlan _plan;
    private readonly float[] _dense;
    private readonly float[] _rows;
    private VBuffer<float> _vector;

    public FeatureBlock(DataViewRow input, DataViewSchema.Column column, ScoringPlan plan, int rows)
        : this(plan, rows) => _getter = input.GetGetter<VBuffer<float>>(column);

    /// <summary>Rows that no view has: they are put in.</summary>
    public FeatureBlock(ScoringPlan plan, int rows)
    {
        _plan = plan;
        _dense = new float[plan.Network.InputSize];
        _rows = new float[rows * _dense.Length];
    }

    /// <summary>Reads the input's current row into the block's row of that index.</summary>
    /// <exception cref="InvalidOperationException">The vector has another length than the column says.</exception>
    public void Read(int row)
    {
        _getter!(ref _vector);
        Put(in _vector, row);
    }

    /// <summary>Puts a vector into the block's row of that index.</summary>
    /// <exception cref="InvalidOperationException">It has another length than the network takes.</exception>
    public void Put(in VBuffer<float> vector, int row)
    {
        if (vector.Length != _dense.Length)
        {
            throw new InvalidOperationException(
                $"Column '{_plan.FeatureColumn}' must have vectors of {_dense.Length} numbers, got one of "
                + $"{vector.Length}.");
        }

        vector.CopyTo(_dense);
        _plan.Layout.Arrange(_dense, _rows.AsSpan(row * _dense.Length, _dense.Length));
    }

    public ReadOnlySpan<float> Rows(int count) => _rows.AsSpan(0, count * _dense.Length);
}
