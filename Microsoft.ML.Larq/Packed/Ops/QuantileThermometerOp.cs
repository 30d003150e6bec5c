using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Plan;
using Microsoft.ML.Larq.Packed.Sets;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>Numbers compared with thresholds, straight to signs.</summary>
internal sealed class QuantileThermometerOp(KernelSet kernels, FloatSlot input, float[] thresholds, WordSlot signs)
    : PackedOp(signs, input)
{
    public float[] Thresholds => thresholds;

    public static PackedTensor Compile(LayerCompiler layer)
    {
        var thresholds = layer.Weight(QuantileThermometerLayer.Thresholds);
        var signs = new WordSlot(layer.Kernels.Format.WordsOf(thresholds.Length, thresholds.Length));
        layer.Report(
            true, "compares and packs straight to signs", "ScalarThermometer",
            (long)thresholds.Length * sizeof(float));
        layer.Add(new QuantileThermometerOp(layer.Kernels, layer.Floats(), thresholds, signs));
        return PackedTensor.Of(signs, thresholds.Length);
    }

    public override void Run(Arena arena) => kernels.Thermometer(arena[input], thresholds, arena[signs]);
}
