using System.Globalization;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Microcontrollers.Text;

/// <summary>
/// Where each value lies while a row is scored: the network's input and output with the caller, all others in two
/// arrays, numbers and words of 32 signs, in which values that are never alive together share a place.
/// </summary>
internal sealed class CMemory
{
    private readonly Dictionary<Slot, string> _places = [];

    /// <param name="input">What the caller gives.</param>
    /// <param name="ops">The operations in the order in which they run.</param>
    /// <param name="output">What the caller gets.</param>
    public CMemory(Slot input, IReadOnlyList<PackedOp> ops, Slot output)
    {
        var last = new Dictionary<Slot, int>();
        for (var i = 0; i < ops.Count; i++)
        {
            foreach (var slot in ops[i].Reads) last[slot] = i;
        }

        _places[input] = "input";
        _places[output] = output == input ? "input" : "scores";
        var (numbers, signs) = (new Gaps(), new Gaps());
        var alive = new PriorityQueue<(Gaps Gaps, long Place, int Length), int>();
        for (var i = 0; i < ops.Count; i++)
        {
            while (alive.TryPeek(out var dead, out var end) && end < i)
            {
                alive.Dequeue();
                dead.Gaps.Return(dead.Place, dead.Length);
            }

            var slot = ops[i].Writes;
            if (_places.ContainsKey(slot)) continue;
            var (gaps, array) = slot is FloatSlot ? (numbers, "numbers") : (signs, "signs");
            var place = gaps.Take(LengthOf(slot));
            _places.Add(slot, string.Create(CultureInfo.InvariantCulture, $"memory->{array} + {place}"));
            alive.Enqueue((gaps, place, LengthOf(slot)), last.GetValueOrDefault(slot, i));
        }

        (Numbers, Signs) = (numbers.End, signs.End);
    }

    /// <summary>Numbers that are alive at once, at most.</summary>
    public long Numbers { get; }

    /// <summary>Words of signs that are alive at once, at most.</summary>
    public long Signs { get; }

    /// <summary>A value in C.</summary>
    public string Of(Slot slot) => _places[slot];

    // What kernels of this machine may read behind the last sign, nothing of it in C.
    private static int LengthOf(Slot slot) => slot is FloatSlot
        ? slot.Length
        : (2 * slot.Length) - (Packed.Kernels.Packing.SignFormat.Slack / sizeof(uint));
}
