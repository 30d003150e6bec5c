using Microsoft.ML.Data;

namespace Microsoft.ML.Larq.Scoring;

/// <summary>Reads a block of rows ahead, scores them together, and gives them out one by one.</summary>
internal sealed class ScoringCursor : DataViewRowCursor
{
    // How many rows are scored together at most, and how many numbers they may have: long rows make smaller blocks.
    private const int BlockRows = 64;
    private const int BlockNumbers = 1 << 22;

    private readonly DataViewRowCursor _input;
    private readonly ActiveColumns _columns;
    private readonly ScoringPlan _plan;
    private readonly FeatureBlock? _features;
    private readonly ColumnBlock[] _passedThrough;
    private readonly long[] _batches;
    private readonly DataViewRowId[] _ids;
    private readonly ValueGetter<DataViewRowId> _idGetter;
    private readonly float[] _scores;
    private int _count;
    private int _index = -1;
    private long _given;
    private bool _ended;

    public ScoringCursor(DataViewRowCursor input, ActiveColumns columns, ScoringPlan plan)
    {
        _input = input;
        _columns = columns;
        _plan = plan;
        var numbers = (long)plan.Network.InputSize + plan.Network.OutputSize;
        var rows = columns.NeedsScores ? (int)Math.Clamp(BlockNumbers / numbers, 1, BlockRows) : 1;
        _features = columns.NeedsScores ? new FeatureBlock(input, columns.Feature, plan, rows) : null;
        _passedThrough = [.. columns.PassedThrough.Select(column => ColumnBlock.Create(input, column, rows))];
        _batches = new long[rows];
        _ids = new DataViewRowId[rows];
        _idGetter = input.GetIdGetter();
        _scores = new float[columns.NeedsScores ? rows * plan.Network.OutputSize : 0];
    }

    public override DataViewSchema Schema => _columns.Schema;

    public override long Position => _index < 0 ? -1 : _given - 1;

    public override long Batch => _index < 0 ? 0 : _batches[_index];

    public override bool IsColumnActive(DataViewSchema.Column column) => _columns.IsActive(column);

    public override bool MoveNext()
    {
        if (_ended) return false;
        if (++_index >= _count && !Fill())
        {
            _index = -1;
            _ended = true;
            return false;
        }

        _given++;
        return true;
    }

    public override ValueGetter<TValue> GetGetter<TValue>(DataViewSchema.Column column)
    {
        _columns.Require(column);
        var getter = _columns.IsOfInput(column)
            ? _passedThrough.First(block => block.Column.Index == column.Index).Getter(() => Current)
            : ScoreGetters.Create(_plan.Names.RoleOf(column.Name), _plan.Task, Scores);
        return ScoreGetters.Typed<TValue>(getter, column);
    }

    public override ValueGetter<DataViewRowId> GetIdGetter() => (ref DataViewRowId value) => value = _ids[Current];

    protected override void Dispose(bool disposing)
    {
        if (disposing) _input.Dispose();
        base.Dispose(disposing);
    }

    private int Current => _index >= 0
        ? _index
        : throw new InvalidOperationException("The cursor stands on no row: MoveNext must have returned true.");

    private ReadOnlySpan<float> Scores()
    {
        var outputs = _plan.Network.OutputSize;
        return _scores.AsSpan(Current * outputs, outputs);
    }

    private bool Fill()
    {
        _index = 0;
        _count = 0;
        while (_count < _ids.Length && _input.MoveNext())
        {
            _batches[_count] = _input.Batch;
            _idGetter(ref _ids[_count]);
            foreach (var block in _passedThrough) block.Read(_count);
            _features?.Read(_count);
            _count++;
        }

        if (_features is not null && _count > 0)
            _plan.Score(_features.Rows(_count), _scores.AsSpan(0, _count * _plan.Network.OutputSize));
        return _count > 0;
    }
}
