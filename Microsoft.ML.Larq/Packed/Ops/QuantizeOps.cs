using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Packed.Compiling;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>Compiles quantizers that are layers of their own.</summary>
internal static class QuantizeOps
{
    public static PackedTensor Compile(LayerCompiler layer)
    {
        var quantizer = ((QuantizeLayer)layer.Layer.Kind).Quantizer;
        if (quantizer is NoOpQuantizer) return layer.Nothing("the same values");
        if (quantizer is CustomQuantizer || quantizer.Alphabet != Alphabet.Signs)
        {
            layer.Report(false, $"{quantizer} of real numbers", nameof(QuantizeOp));
            return PackedTensor.Of(layer.Quantized(quantizer), quantizer.Alphabet);
        }

        if (layer.Input.Alphabet == Alphabet.Signs) return layer.Nothing("already ±1");

        // Its signs are those of its input, so nothing is computed but where the numbers are asked for.
        var (input, parameters, shape) = (layer.Input, layer.InputParameters(), layer.Shape);
        layer.Report(true, $"{quantizer}, made where it is read", LayerCompiler.NoKernel);
        return PackedTensor.SignsOf(input, (numbers, quantized) =>
            new QuantizeOp(quantizer, parameters, shape, numbers, quantized));
    }
}
