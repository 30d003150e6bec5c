using Microsoft.ML.Larq.Packed.Ops;

namespace Microsoft.ML.Larq.Packed.Plan;

/// <summary>
/// Folds what follows a layer with a kernel into it: activation, batch normalization, the addition of a shortcut,
/// and behind a binary layer the sign where nothing else reads the numbers, so that bits go from layer to layer. A
/// maximum of which only the signs are read becomes one of signs.
/// </summary>
/// <remarks>
/// An operation is folded only if it alone reads what the layer writes; scores keep every bit. The scalar kernels stay
/// as they are.
/// </remarks>
internal sealed class Folding
{
    private readonly OpList _ops;
    private readonly List<PackedLayer> _lines;
    private readonly Slot _output;

    private Folding(OpList ops, List<PackedLayer> lines, Slot output)
    {
        _ops = ops;
        _lines = lines;
        _output = output;
    }

    /// <summary>Folds where it can.</summary>
    /// <param name="ops">The plan.</param>
    /// <param name="lines">The report, which says what was folded.</param>
    /// <param name="output">What the network gives back; nothing after it is folded.</param>
    /// <returns>The plan with fewer operations.</returns>
    public static List<PackedOp> Run(List<PackedOp> ops, List<PackedLayer> lines, Slot output)
    {
        var folding = new Folding(new OpList(ops), lines, output);
        for (var op = folding._ops.First; op is not null; op = op.Next) op = folding.PackBeforePooling(op);
        for (var op = folding._ops.Last; op is not null; op = op.Previous) folding.PackAtOnce(op);
        for (var op = folding._ops.First; op is not null; op = op.Next)
        {
            while (folding.Fold(op))
            {
            }
        }

        return folding._ops.ToList();
    }

    private bool Fold(LinkedListNode<PackedOp> place)
    {
        var layer = place.Value;
        if (layer is not IFoldingOp folding || OnlyReader(layer) is not { } reader) return false;
        var folded = folding.With(reader);
        if (folded is null || !AreWritten(folded.Reads, layer)) return false;
        folded.Line = layer.Line;
        _ops.Remove(reader);
        _ops.Replace(place, folded);
        var into = _lines[layer.Line];
        if (reader is PackOp)
            _lines[layer.Line] = into with { Why = into.Why + "; writes signs through integer thresholds" };
        else if (reader is PackImagesOp)
            _lines[layer.Line] = into with { Why = into.Why + "; writes signs plane by plane" };
        else
            _lines[reader.Line] = _lines[reader.Line] with { Kernel = "folded", Why = $"part of {into.Name}" };
        return true;
    }

    // maximum → (batch normalization →) sign becomes (batch normalization →) sign → maximum of signs.
    private LinkedListNode<PackedOp> PackBeforePooling(LinkedListNode<PackedOp> place)
    {
        if (place.Value is not PoolingOp { IsMaximum: true } pooling || OnlyReader(pooling) is not { } reader)
            return place;
        var norm = reader as BatchNormalizationOp;
        if (norm is not null && !TakesIn(pooling.Reads[0], norm)) return place;
        if ((norm is null ? reader : OnlyReader(norm)) is not PackOp pack) return place;
        if (pack.Kernels.IsScalar || !pack.Kernels.Format.SameBytes(pack.Length, pooling.Image.Channels)) return place;
        _lines[pooling.Line] = _lines[pooling.Line] with
        {
            Arithmetic = PackedArithmetic.Packed,
            Kernel = SignPoolingOp.Name,
            Why = "only its signs are read: the maximum of signs",
        };
        _ops.Remove(pack);
        if (norm is not null) _ops.Remove(norm);
        return _ops.Replace(place, SignPoolingOp.Before(pooling, norm, pack));
    }

    // sign → sign as a bit becomes sign as a bit, also of signs of signs.
    private void PackAtOnce(LinkedListNode<PackedOp> place)
    {
        while (place.Value is PackOp pack && _ops.Writer(pack.Reads[0]) is QuantizeOp { IsSign: true } made
            && OnlyReader(made) == pack)
        {
            _ops.Replace(
                place,
                new PackOp(pack.Kernels, (FloatSlot)made.Reads[0], pack.Length, (WordSlot)pack.Writes)
                {
                    Line = made.Line,
                });
            _ops.Remove(made);
        }
    }

    // Before the pooling there is more to normalize, which pays only where a binary layer takes it in.
    private bool TakesIn(Slot numbers, BatchNormalizationOp norm) =>
        _ops.Writer(numbers) is BinaryConvolutionOp layer
        && OnlyReader(layer) is PoolingOp
        && layer.With(norm) is BinaryConvolutionOp;

    private PackedOp? OnlyReader(PackedOp op) => op.Writes == _output ? null : _ops.OnlyReader(op.Writes);

    // What an operation reads beside its input has to be there when it runs.
    private bool AreWritten(IEnumerable<Slot> slots, PackedOp before) =>
        slots.All(slot => _ops.Writer(slot) is not { } writer || _ops.IsBefore(writer, before));
}
