namespace Microsoft.ML.Larq.Packed;

/// <summary>
/// Folds what follows a layer with a kernel into it: activation, batch normalization, and behind a binary layer the sign
/// where nothing else reads the numbers, so that bits go from layer to layer.
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
        for (var i = 0; i < ops.Count; i++)
        {
            while (folding.Fold(ops[i]) is { } folded) ops[i] = folded;
        }
    }

    private PackedOp? Fold(PackedOp layer)
    {
        if (layer.Writes == _output || layer is not (BinaryConvolutionOp or FloatConvolutionOp)) return null;
        var readers = _ops.Where(op => op.Reads.Contains(layer.Writes)).ToArray();
        if (readers is not [var reader]) return null;
        var folded = layer is BinaryConvolutionOp binary ? binary.With(reader) : ((FloatConvolutionOp)layer).With(reader);
        if (folded is null) return null;
        folded.Line = layer.Line;
        _ops.Remove(reader);
        var into = _lines[layer.Line];
        if (reader is PackOp)
            _lines[layer.Line] = into with { Why = into.Why + "; writes signs through integer thresholds" };
        else
            _lines[reader.Line] = _lines[reader.Line] with { Kernel = "folded", Why = $"part of {into.Name}" };
        return folded;
    }
}
