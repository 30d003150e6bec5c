using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Packed.Plan;

/// <summary>Gives every slot its place in the arena; slots that are never alive together share memory.</summary>
internal static class ArenaLayout
{
    /// <summary>Lays out a plan and makes the arenas for it.</summary>
    /// <param name="input">Filled before the first operation.</param>
    /// <param name="ops">The operations in the order in which they run.</param>
    /// <param name="output">Read after the last operation.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ArenaPool Plan(FloatSlot input, IReadOnlyList<PackedOp> ops, FloatSlot output)
    {
        var lives = new Dictionary<Slot, Life> { [input] = new Life(input, -1) };
        for (var i = 0; i < ops.Count; i++)
        {
            foreach (var slot in ops[i].Reads) lives[slot].Last = i;
            lives.Add(ops[i].Writes, new Life(ops[i].Writes, i));
        }

        lives[output].Last = ops.Count;
        return new ArenaPool(
            Place([.. lives.Values.Where(life => life.Slot is FloatSlot)]),
            Place([.. lives.Values.Where(life => life.Slot is WordSlot)]),
            ops.Select(op => op.ScratchWords).DefaultIfEmpty().Max());
    }

    /// <summary>
    /// In order of birth, each where nothing lies that is still alive (<see cref="Gaps"/>).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Place(Life[] lives)
    {
        var gaps = new Gaps();
        var alive = new PriorityQueue<Life, int>();
        foreach (var life in lives.OrderBy(life => life.First))
        {
            // An operation's inputs and its output are alive together, so no operation runs in place.
            while (alive.TryPeek(out var dead, out var last) && last < life.First)
            {
                alive.Dequeue();
                gaps.Return(dead.Slot.Offset, dead.Slot.Room);
            }

            var offset = gaps.Take(life.Slot.Room);
            if (gaps.End > Array.MaxLength)
            {
                throw new ArgumentException(
                    $"The network needs more than {Array.MaxLength} intermediate values a row to be alive at once.");
            }

            life.Slot.Offset = (int)offset;
            alive.Enqueue(life, life.Last);
        }

        return (int)gaps.End;
    }

    /// <summary>From the operation that writes a slot to the last that reads it, both included.</summary>
    private sealed class Life(Slot slot, int first)
    {
        public Slot Slot { get; } = slot;

        public int First { get; } = first;

        public int Last { get; set; } = first;
    }
}
