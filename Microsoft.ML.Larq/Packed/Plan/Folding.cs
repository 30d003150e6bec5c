using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Packed.Plan;

/// <summary>
/// Makes fewer operations of a plan: those that know better ones for what stands around them
/// (<see cref="IRewritingOp"/>) are replaced, then those that can (<see cref="IFoldingOp"/>) take in what follows.
/// </summary>
/// <remarks>
/// Which go together, the operations say themselves. One is taken in only if it alone reads what the other writes;
/// scores keep every bit. The scalar kernels stay as they are.
/// </remarks>
internal sealed class Folding
{
    private readonly OpList _ops;
    private readonly List<PackedLayer> _lines;

    private Folding(OpList ops, List<PackedLayer> lines)
    {
        _ops = ops;
        _lines = lines;
    }

    /// <summary>Folds where it can.</summary>
    /// <param name="ops">The plan.</param>
    /// <param name="lines">The report, which says what was folded.</param>
    /// <param name="output">What the network gives back; nothing after it is folded.</param>
    /// <returns>The plan with fewer operations.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static List<PackedOp> Run(List<PackedOp> ops, List<PackedLayer> lines, Slot output)
    {
        var folding = new Folding(new OpList(ops, output), lines);
        folding.Everywhere(folding.Rewrite);
        folding.Everywhere(folding.Fold);
        return folding._ops.ToList();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Everywhere(Func<LinkedListNode<PackedOp>, bool> changes)
    {
        for (var place = _ops.First; place is not null; place = place.Next)
        {
            while (changes(place))
            {
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Rewrite(LinkedListNode<PackedOp> place)
    {
        var (asked, line) = (place.Value as IRewritingOp, place.Value.Line);
        if (asked?.Rewrite(_ops) is not { } rewriting) return false;
        if (rewriting.Told is { } told) _lines[line] = told(_lines[line]);
        foreach (var op in rewriting.Without) _ops.Remove(op);
        _ops.Replace(place, rewriting.Instead);
        return true;
    }

    private bool Fold(LinkedListNode<PackedOp> place)
    {
        var layer = place.Value;
        if (layer is not IFoldingOp folding || _ops.OnlyReader(layer) is not { } reader) return false;
        if (folding.With(reader) is not { } folded || !AreWritten(folded.Op.Reads, layer)) return false;
        folded.Op.Line = layer.Line;
        _ops.Remove(reader);
        _ops.Replace(place, folded.Op);
        var (into, part) = (_lines[layer.Line], _lines[reader.Line]);
        if (folded.How is { } how) _lines[layer.Line] = into with { Why = $"{into.Why}; {how}" };
        else _lines[reader.Line] = part with { Kernel = "folded", Why = $"part of {into.Name}" };
        return true;
    }

    // What an operation reads beside its input has to be there when it runs.
    private bool AreWritten(IEnumerable<Slot> slots, PackedOp before) =>
        slots.All(slot => _ops.Writer(slot) is not { } writer || _ops.IsBefore(writer, before));
}
