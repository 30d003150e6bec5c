using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Compiling;

/// <summary>Numbers to a quantizer's numbers.</summary>
internal sealed class QuantizeOp(
    Quantizer quantizer, QuantizerValues parameters, TensorShape shape, FloatSlot input, FloatSlot output)
    : PackedOp(output, input)
{
    public Quantizer Quantizer => quantizer;

    public TensorShape Shape => shape;

    /// <summary>Whether packing the input gives the same signs.</summary>
    public bool IsSign => quantizer is not CustomQuantizer && quantizer.Alphabet == Alphabet.Signs;

    public override void Run(Arena arena) => quantizer.QuantizeWith(arena[input], shape, parameters, arena[output]);
}
