using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Packed.Kernels;

namespace Microsoft.ML.Larq.Packed.Plan;

/// <summary>
/// The operations of a compiled network, and how rows pass through them: alone, in batches, on threads.
/// </summary>
/// <remarks>
/// Each row's numbers are the same in any batch and on any thread: sums of signs are exact, and the order of every
/// other sum is fixed.
/// </remarks>
internal sealed class PackedPlan
{
    // Rows that take less than so many parts stay on their thread.
    private const int LeastParts = 8;

    private readonly PackedOp[] _ops;
    private readonly FloatSlot _input;
    private readonly FloatSlot _output;
    private readonly ArenaPool _arenas;
    private readonly double _nanoseconds;
    private readonly Pool<Sharing> _sharings;

    public PackedPlan(FloatSlot input, List<PackedOp> ops, FloatSlot output)
    {
        _ops = [.. ops];
        _input = input;
        _output = output;
        _arenas = ArenaLayout.Plan(input, _ops, output);
        _nanoseconds = _ops.Sum(op => op.Nanoseconds);
        _sharings = new(() => new Sharing(this));
    }

    /// <summary>Bytes of the memory in which a row is scored.</summary>
    public long RowBytes => _arenas.RowBytes;

    /// <summary>The shortest part into which an operation is shared out, in nanoseconds.</summary>
    /// <remarks>Handing a part to a thread that watches, and waiting for it, takes about 300 ns.</remarks>
    public double LeastPart { get; set; } = 5_000;

    /// <summary>Where other threads come from; set before the first use of them.</summary>
    public WorkerPool Workers { get; set; } = WorkerPool.Shared;

    /// <summary>Scores rows on as many threads as pay, at most so many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Score(ReadOnlySpan<float> rows, Span<float> scores, int threads)
    {
        var count = rows.Length / _input.Length;
        threads = Math.Min(threads, Workers.Most + 1);
        if (threads == 1 || count * _nanoseconds < LeastParts * LeastPart)
        {
            ScoreHere(rows, scores, null, 1);
            return;
        }

        var sharing = _sharings.Rent();
        try
        {
            if (count == 1) ScoreHere(rows, scores, sharing, threads);
            else sharing.Score(rows, scores, count, threads);
        }
        finally
        {
            _sharings.Return(sharing);
        }
    }

    /// <summary>Scores a row and says how long each operation took.</summary>
    /// <returns>Lines of the report, and seconds.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
                    // One part per thread, not more: every part of an operation repeats some work of the others.
                    var most = (int)Math.Min(threads, op.Nanoseconds / LeastPart);
                    var parts = sharing is not null && most > 1 ? op.Parts(most) : 1;
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
        // Several parts per thread, so that a thread that is held up leaves most of them to the others.
        private const int PartsPerThread = 4;

        private const int RowsTogether = 8;

        private readonly SharedWork _shared = new(plan.Workers, plan._arenas.ScratchWords);
        private PackedOp? _op;
        private Arena? _arena;
        private float* _rows;
        private float* _scores;
        private int _count;
        private int _chunk;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(PackedOp op, Arena arena, int parts, int threads)
        {
            (_op, _arena) = (op, arena);
            _shared.Run(this, parts, threads);
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
                plan._arenas.Reserve(_chunk, threads);
                _shared.Run(this, (count + _chunk - 1) / _chunk, threads);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run(Share share, Span<ulong> scratch)
        {
            if (_op is { } op)
            {
                op.RunPart(_arena!, scratch, share);
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
