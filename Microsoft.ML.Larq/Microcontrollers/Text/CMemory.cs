using System.Globalization;
using Microsoft.ML.Larq.Packed.Kernels.Packing;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Microcontrollers.Text;

/// <summary>
/// Where each value lies while a row is scored: the network's input and output with the caller, all others in two
/// arrays, numbers and words of 32 signs, in which values that are never alive together share a place.
/// </summary>
internal sealed class CMemory
{
    private readonly Dictionary<Slot, string> _callers = [];
    private readonly Dictionary<Slot, long> _places = [];
    private readonly Dictionary<Slot, int> _last = [];
    private readonly Gaps _numbers = new();
    private readonly Gaps _signs = new();

    /// <param name="input">What the caller gives.</param>
    /// <param name="ops">The operations in the order in which they run.</param>
    /// <param name="output">What the caller gets.</param>
    /// <param name="inPlace">
    /// What an operation may write its output over, number by number, if nothing reads that later; null for nothing.
    /// </param>
    public CMemory(Slot input, IReadOnlyList<PackedOp> ops, Slot output, Func<PackedOp, Slot?> inPlace)
    {
        for (var i = 0; i < ops.Count; i++)
        {
            _last.TryAdd(ops[i].Writes, i);
            foreach (var slot in ops[i].Reads) _last[slot] = i;
        }

        _callers[input] = "input";
        _callers.TryAdd(output, "scores");
        for (var i = 0; i < ops.Count; i++)
        {
            var slot = ops[i].Writes;
            var over = inPlace(ops[i]);
            if (_callers.ContainsKey(slot)) over = null;
            else if (over is not null && _places.TryGetValue(over, out var there) && _last[over] == i
                && over.Length == slot.Length)
                _places.Add(slot, there);
            else (over, _) = (null, _places[slot] = Gaps(slot).Take(LengthOf(slot)));

            // What nothing reads any more gives its place back, unless it was handed on.
            foreach (var dead in ops[i].Reads.Append(slot).Distinct())
            {
                if (_last[dead] == i && dead != over && _places.TryGetValue(dead, out var place))
                    Gaps(dead).Return(place, LengthOf(dead));
            }
        }
    }

    /// <summary>Numbers that are alive at once, at most.</summary>
    public long Numbers => _numbers.End;

    /// <summary>Words of signs that are alive at once, at most.</summary>
    public long Signs => _signs.End;

    /// <summary>A value in C.</summary>
    public string Of(Slot slot) => _callers.TryGetValue(slot, out var name)
        ? name
        : string.Create(
            CultureInfo.InvariantCulture,
            $"memory->{(slot is FloatSlot ? "numbers" : "signs")} + {_places[slot]}");

    private Gaps Gaps(Slot slot) => slot is FloatSlot ? _numbers : _signs;

    // What kernels of this machine may read behind the last sign, nothing reads in C.
    private static int LengthOf(Slot slot) => slot is FloatSlot
        ? slot.Length
        : (2 * slot.Length) - (SignFormat.Slack / sizeof(uint));
}
