namespace Microsoft.ML.Larq.Packed;

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
    private readonly List<PackedOp> _ops;
    private readonly List<PackedLayer> _lines;
    private readonly Slot _output;

    private Folding(List<PackedOp> ops, List<PackedLayer> lines, Slot output)
    {
        _ops = ops;
        _lines = lines;
        _output = output;
    }

    /// <summary>Folds where it can, in place.</summary>
    /// <param name="ops">The plan.</param>
    /// <param name="lines">The report, which says what was folded.</param>
    /// <param name="output">What the network gives back; nothing after it is folded.</param>
    public static void Run(List<PackedOp> ops, List<PackedLayer> lines, Slot output)
    {
        var folding = new Folding(ops, lines, output);
        for (var i = 0; i < ops.Count; i++) folding.PackBeforePooling(i);
        for (var i = ops.Count - 1; i >= 0; i--) folding.PackAtOnce(i);
        for (var i = 0; i < ops.Count; i++)
        {
            while (folding.Fold(ops[i]) is { } folded) ops[i] = folded;
        }
    }

    private PackedOp? Fold(PackedOp layer)
    {
        if (layer is not IFoldingOp folding || OnlyReader(layer) is not { } reader) return null;
        var folded = folding.With(reader);
        if (folded is null || !AreWritten(folded.Reads, layer)) return null;
        folded.Line = layer.Line;
        _ops.Remove(reader);
        var into = _lines[layer.Line];
        if (reader is PackOp)
            _lines[layer.Line] = into with { Why = into.Why + "; writes signs through integer thresholds" };
        else if (reader is PackImagesOp)
            _lines[layer.Line] = into with { Why = into.Why + "; writes signs plane by plane" };
        else
            _lines[reader.Line] = _lines[reader.Line] with { Kernel = "folded", Why = $"part of {into.Name}" };
        return folded;
    }

    // maximum → (batch normalization →) sign becomes (batch normalization →) sign → maximum of signs.
    private void PackBeforePooling(int place)
    {
        if (_ops[place] is not PoolingOp { IsMaximum: true } pooling || OnlyReader(pooling) is not { } reader) return;
        var norm = reader as BatchNormalizationOp;
        if (norm is not null && !TakesIn(pooling.Reads[0], norm)) return;
        if ((norm is null ? reader : OnlyReader(norm)) is not PackOp pack) return;
        if (pack.Kernels.IsScalar || !pack.Kernels.Format.SameBytes(pack.Length, pooling.Image.Channels)) return;
        _lines[pooling.Line] = _lines[pooling.Line] with
        {
            Arithmetic = PackedArithmetic.Packed,
            Kernel = SignPoolingOp.Name,
            Why = "only its signs are read: the maximum of signs",
        };
        _ops.Remove(pack);
        if (norm is not null) _ops.Remove(norm);
        _ops.RemoveAt(place);
        _ops.InsertRange(place, SignPoolingOp.Before(pooling, norm, pack));
    }

    // sign → sign as a bit becomes sign as a bit.
    private void PackAtOnce(int place)
    {
        if (_ops[place] is not PackOp pack) return;
        var made = _ops.Find(op => op.Writes == pack.Reads[0]);
        if (made is not QuantizeOp { IsSign: true } || OnlyReader(made) != pack) return;
        _ops[place] = new PackOp(pack.Kernels, (FloatSlot)made.Reads[0], pack.Length, (WordSlot)pack.Writes)
        {
            Line = made.Line,
        };
        _ops.Remove(made);
    }

    // Before the pooling there is more to normalize, which pays only where a binary layer takes it in.
    private bool TakesIn(Slot numbers, BatchNormalizationOp norm) =>
        _ops.Find(op => op.Writes == numbers) is BinaryConvolutionOp layer
        && OnlyReader(layer) is PoolingOp
        && layer.With(norm) is BinaryConvolutionOp;

    private PackedOp? OnlyReader(PackedOp op)
    {
        if (op.Writes == _output) return null;
        var readers = _ops.Where(reader => reader.Reads.Contains(op.Writes)).ToArray();
        return readers is [var reader] ? reader : null;
    }

    // What an operation reads beside its input has to be there when it runs.
    private bool AreWritten(IEnumerable<Slot> slots, PackedOp before)
    {
        var place = _ops.IndexOf(before);
        return slots.All(slot => _ops.FindIndex(op => op.Writes == slot) < place);
    }
}
