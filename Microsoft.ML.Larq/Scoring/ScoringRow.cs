using Microsoft.ML.Data;

namespace Microsoft.ML.Larq.Scoring;

/// <summary>A row with its scores, computed once for each position of the row beneath.</summary>
internal sealed class ScoringRow : DataViewRow
{
    private readonly DataViewRow _input;
    private readonly ActiveColumns _columns;
    private readonly ScoringPlan _plan;
    private readonly FeatureBlock? _features;
    private readonly float[] _scores;
    private long _scored = -1;

    public ScoringRow(DataViewRow input, ActiveColumns columns, ScoringPlan plan)
    {
        _input = input;
        _columns = columns;
        _plan = plan;
        _features = columns.NeedsScores ? new FeatureBlock(input, columns.Feature, plan, 1) : null;
        _scores = new float[plan.Network.OutputSize];
    }

    public override DataViewSchema Schema => _columns.Schema;

    public override long Position => _input.Position;

    public override long Batch => _input.Batch;

    public override bool IsColumnActive(DataViewSchema.Column column) => _columns.IsActive(column);

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        _columns.Require(column);
        return _columns.IsOfInput(column)
            ? _input.GetGetter<TValue>(_input.Schema[column.Index])
            : ScoreGetters.Typed<TValue>(
                ScoreGetters.Create(_plan.Names.RoleOf(column.Name), _plan.Task, Scores), column);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => _input.GetIdGetter();

    protected override void Dispose(bool disposing)
    {
        if (disposing) _input.Dispose();
        base.Dispose(disposing);
    }

    private ReadOnlySpan<float> Scores()
    {
        var position = _input.Position;
        if (position < 0) throw new InvalidOperationException("The row stands on no values: its position is below 0.");
        if (_scored == position) return _scores;
        _features!.Read(0);
        _plan.Score(_features.Rows(1), _scores);
        _scored = position;
        return _scores;
    }
}
