using System.Collections.Immutable;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Plan;
using Microsoft.ML.Larq.Packed.Sets;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>Numbers compared with as many thresholds as each column has, straight to signs.</summary>
internal sealed class ThermometerOp(
    KernelSet kernels, FloatSlot input, ImmutableArray<int> bits, float[] thresholds, WordSlot signs)
    : PackedOp(signs, input)
{
    /// <summary>Thresholds of each number.</summary>
    public ImmutableArray<int> Bits => bits;

    public float[] Thresholds => thresholds;

    public static PackedTensor Compile(LayerCompiler layer)
    {
        var thresholds = layer.Weight(ThermometerLayer.Thresholds);
        var bits = ((ThermometerLayer)layer.Layer.Kind).Bits;
        var signs = new WordSlot(layer.Kernels.Format.WordsOf(thresholds.Length, thresholds.Length));
        layer.Report(
            true, "compares and packs straight to signs", "ScalarThermometer",
            ((long)thresholds.Length + bits.Length) * sizeof(float));
        layer.Add(new ThermometerOp(layer.Kernels, layer.Floats(), bits, thresholds, signs));
        return PackedTensor.Of(signs, thresholds.Length);
    }

    public override void Run(Arena arena) =>
        kernels.Thermometer(arena[input], bits.AsSpan(), thresholds, arena[signs]);
}
