using System.Collections.Concurrent;
using System.Diagnostics;

namespace Microsoft.ML.Larq.Packed;

/// <summary>
/// The operations of a compiled network, and how rows pass through them: alone, in batches, on threads.
/// </summary>
/// <remarks>
/// Each row's numbers are the same in any batch and on any thread: sums of signs are exact, and the order of every
/// other sum is fixed.
/// </remarks>
internal sealed class PackedPlan
{
    // Less than this is done before another thread has begun.
    private const double WorthSharing = 40_000;

    private readonly PackedOp[] _ops;
    private readonly FloatSlot _input;
    private readonly FloatSlot _output;
    private readonly ArenaPool _arenas;
    private readonly double _nanoseconds;
    private readonly ConcurrentBag<Sharing> _sharings = [];

    public PackedPlan(FloatSlot input, List<PackedOp> ops, FloatSlot output)
    {
        _ops = [.. ops];
        _input = input;
        _output = output;
        _arenas = ArenaLayout.Plan(input, _ops, output);
        _nanoseconds = _ops.Sum(op => op.Nanoseconds);
    }

    /// <summary>Scores rows on as many threads as pay, at most so many.</summary>
    public void Score(ReadOnlySpan<float> rows, Span<float> scores, int threads)
    {
        var count = rows.Length / _input.Length;
        if (threads == 1 || count * _nanoseconds < WorthSharing)
        {
            ScoreHere(rows, scores, null, 1);
            return;
        }

        var sharing = _sharings.TryTake(out var free) ? free : new Sharing(this);
        try
        {
            if (count == 1) ScoreHere(rows, scores, sharing, threads);
            else sharing.Score(rows, scores, count, threads);
        }
        finally
        {
            _sharings.Add(sharing);
        }
    }

    /// <summary>Scores a row and says how long each operation took.</summary>
    /// <returns>Lines of the report, and seconds.</returns>
    public (int Line, double Seconds)[] Profile(ReadOnlySpan<float> row, Span<float> scores)
    {
        var arena = _arenas.Rent(1);
        var times = new (int Line, double Seconds)[_ops.Length];
        arena.Rows = 1;
        row.CopyTo(arena.All(_input));
        for (var i = 0; i < _ops.Length; i++)
        {
            var start = Stopwatch.GetTimestamp();
            _ops[i].RunAll(arena);
            times[i] = (_ops[i].Line, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        arena.All(_output).CopyTo(scores);
        _arenas.Return(arena);
        return times;
    }

    private void ScoreHere(ReadOnlySpan<float> rows, Span<float> scores, Sharing? sharing, int threads)
    {
        var arena = _arenas.Rent(rows.Length / _input.Length);
        try
        {
            while (!rows.IsEmpty)
            {
                arena.Rows = Math.Min(arena.Most, rows.Length / _input.Length);
                var (numbers, results) = (arena.Rows * _input.Length, arena.Rows * _output.Length);
                rows[..numbers].CopyTo(arena.All(_input));
                foreach (var op in _ops)
                {
                    var shared = sharing is not null && op.Nanoseconds >= WorthSharing;
                    var parts = shared ? op.Parts(threads * Sharing.PartsOfAnOp) : 1;
                    if (parts > 1) sharing!.Run(op, arena, parts, threads);
                    else op.RunAll(arena);
                }

                arena.All(_output).CopyTo(scores[..results]);
                rows = rows[numbers..];
                scores = scores[results..];
            }
        }
        finally
        {
            _arenas.Return(arena);
        }
    }

    /// <summary>Rows or an operation, shared out. One call at a time.</summary>
    private sealed unsafe class Sharing(PackedPlan plan) : IPartedWork
    {
        // Parts a thread, so that one that is held up leaves its own to the others.
        private const int PartsPerThread = 4;

        // Fewer for one operation, whose parts do some of the same work; more than one, for a thread that comes late.
        public const int PartsOfAnOp = 2;

        private const int RowsTogether = 8;

        private readonly SharedWork _shared = new();
        private PackedOp? _op;
        private Arena? _arena;
        private float* _rows;
        private float* _scores;
        private int _count;
        private int _chunk;

        public void Run(PackedOp op, Arena arena, int parts, int threads)
        {
            (_op, _arena) = (op, arena);
            _shared.Run(this, parts, threads);
        }

        public void Score(ReadOnlySpan<float> rows, Span<float> scores, int count, int threads)
        {
            fixed (float* from = rows, to = scores)
            {
                _op = null;
                _rows = from;
                _scores = to;
                _count = count;
                var chunk = (count + (threads * PartsPerThread) - 1) / (threads * PartsPerThread);
                if (chunk > RowsTogether) chunk = (chunk + RowsTogether - 1) / RowsTogether * RowsTogether;
                _chunk = Math.Min(chunk, plan._arenas.BatchRows);
                _shared.Run(this, (count + _chunk - 1) / _chunk, threads);
            }
        }

        public void Run(Share share)
        {
            if (_op is { } op)
            {
                var mine = plan._arenas.Rent(1);
                op.RunPart(_arena!, mine.Scratch, share);
                plan._arenas.Return(mine);
                return;
            }

            var first = share.Part * _chunk;
            var count = Math.Min(_chunk, _count - first);
            var (inputs, outputs) = (plan._input.Length, plan._output.Length);
            plan.ScoreHere(
                new ReadOnlySpan<float>(_rows + ((nint)first * inputs), count * inputs),
                new Span<float>(_scores + ((nint)first * outputs), count * outputs), null, 1);
        }
    }
}
