using System.Collections.Frozen;
using Microsoft.ML.Larq.Microcontrollers.Functions;
using Microsoft.ML.Larq.Microcontrollers.Text;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Packed.Compiling;

namespace Microsoft.ML.Larq.Microcontrollers.Steps;

/// <summary>Writes quantizers of numbers: the row that a new quantizer adds here.</summary>
/// <remarks>Kernels are quantized before they are written, and need none.</remarks>
internal static class QuantizerSteps
{
    private static readonly FrozenDictionary<Type, Action<CProgram, QuantizeOp>> Rows =
        new Dictionary<Type, Action<CProgram, QuantizeOp>>
        {
            [typeof(SteSignQuantizer)] = Sign,
            [typeof(ApproxSignQuantizer)] = Sign,
            [typeof(SwishSignQuantizer)] = Sign,
            [typeof(SteHeavisideQuantizer)] = (program, op) =>
                program.Call(Runs.Steps, "to_steps", op.Reads[0], op.Writes.Length, op.Writes),
            [typeof(SteTernQuantizer)] = Ternary,
            [typeof(DoReFaQuantizer)] = DoReFa,
            [typeof(MagnitudeAwareSignQuantizer)] = (program, op) => Scaled(program, op, op.Shape.Channels, "HUGE_VAL"),
            [typeof(XnorWeightScaleQuantizer)] = (program, op) => Scaled(program, op, op.Shape.Channels, "1.0"),
            [typeof(MagnitudeAwareSignUnclippedQuantizer)] = (program, op) => Scaled(program, op, 1, "HUGE_VAL"),
            [typeof(NoOpQuantizer)] = (program, op) =>
                program.Call(Windows.Copy, "copy", op.Reads[0], 1, op.Writes.Length, 0, 0, op.Writes),
        }.ToFrozenDictionary();

    /// <summary>Quantizers that have a row.</summary>
    public static IEnumerable<Type> Quantizers => Rows.Keys;

    /// <summary>Whether numbers can be quantized so in C.</summary>
    public static bool Has(Quantizer quantizer) => Rows.ContainsKey(quantizer.GetType());

    public static void Quantize(CProgram program, QuantizeOp op) => Rows[op.Quantizer.GetType()](program, op);

    private static void Sign(CProgram program, QuantizeOp op) =>
        program.Call(Runs.Signs, "to_signs", op.Reads[0], op.Writes.Length, op.Writes);

    private static void Ternary(CProgram program, QuantizeOp op)
    {
        var quantizer = (SteTernQuantizer)op.Quantizer;
        var threshold = CText.Of(quantizer.ThresholdValue);
        if (quantizer.TernaryWeightNetworks)
        {
            program.Use(Runs.Threshold);
            threshold = $"@threshold({program.At(op.Reads[0])}, {CText.Of(op.Writes.Length)})";
        }

        program.Call(Runs.Ternary, "to_ternary", op.Reads[0], op.Writes.Length, threshold, op.Writes);
    }

    private static void DoReFa(CProgram program, QuantizeOp op)
    {
        var quantizer = (DoReFaQuantizer)op.Quantizer;
        var weights = quantizer.Mode == DoReFaMode.Weights;
        program.Call(
            weights ? Runs.KBitWeights : Runs.KBit, weights ? "to_k_bit_weights" : "to_k_bits", op.Reads[0],
            op.Writes.Length, (float)quantizer.Steps, op.Writes);
    }

    private static void Scaled(CProgram program, QuantizeOp op, int channels, string limit) => program.Call(
        Runs.Scaled, "to_scaled", op.Reads[0], op.Writes.Length / channels, channels, limit, op.Writes);
}
