using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>Compiles the layers that make signs.</summary>
internal static class SignOps
{
    public static PackedTensor Thermometer(LayerCompiler layer)
    {
        var thresholds = layer.Weight(QuantileThermometerLayer.Thresholds);
        var signs = layer.Kernels.Format.Slot(thresholds.Length, thresholds.Length);
        layer.Report(
            PackedArithmetic.Packed, "compares and packs straight to signs", "ScalarThermometer",
            (long)thresholds.Length * sizeof(float));
        layer.Add(new ThermometerOp(layer.Kernels, layer.Floats(), thresholds, signs));
        return PackedTensor.Of(signs, thresholds.Length);
    }
}

internal sealed class ThermometerOp(KernelSet kernels, FloatSlot input, float[] thresholds, WordSlot signs)
    : PackedOp(signs, input)
{
    public override void Run(Arena arena) => kernels.Thermometer(arena[input], thresholds, arena[signs]);
}

/// <summary>Numbers to signs.</summary>
internal sealed class PackOp(KernelSet kernels, FloatSlot input, int run, WordSlot signs) : PackedOp(signs, input)
{
    private readonly int _runBytes = kernels.Format.RunBytes(run);

    /// <summary>Signs of a run.</summary>
    public int Length => run;

    public KernelSet Kernels => kernels;

    public override double Nanoseconds => input.Length / 16.0;

    public override void Run(Arena arena) => kernels.Pack(arena[input], run, arena[signs]);

    // Whole words are written: over the next run, unless a run ends with a word.
    public override int Parts(int most) => _runBytes % sizeof(ulong) == 0 ? Math.Min(most, input.Length / run) : 1;

    public override void RunPart(Arena arena, Span<ulong> scratch, Share share)
    {
        var (first, end) = share.Stretch(input.Length / run);
        var words = _runBytes / sizeof(ulong);
        for (var row = 0; row < arena.Rows; row++)
        {
            kernels.Pack(
                arena.All(input).Slice((row * input.Length) + (first * run), (end - first) * run), run,
                arena.All(signs).Slice((row * signs.Length) + (first * words), (end - first) * words));
        }
    }
}

/// <summary>One run of signs to numbers.</summary>
internal sealed class UnpackOp(KernelSet kernels, WordSlot signs, FloatSlot output) : PackedOp(output, signs)
{
    public override void Run(Arena arena) => kernels.Unpack(arena[signs], arena[output]);
}

/// <summary>Numbers to a quantizer's numbers.</summary>
internal sealed class QuantizeOp(
    Quantizer quantizer, QuantizerValues parameters, TensorShape shape, FloatSlot input, FloatSlot output)
    : PackedOp(output, input)
{
    /// <summary>Whether packing the input gives the same signs.</summary>
    public bool IsSign => quantizer is not CustomQuantizer && quantizer.Alphabet == Alphabet.Signs;

    public override void Run(Arena arena) => quantizer.QuantizeWith(arena[input], shape, parameters, arena[output]);
}
