using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;

namespace Microsoft.ML.Larq.Modules;

/// <summary>Quantize.</summary>
internal static class QuantizeModule
{
    public static LayerModule Of(Layer layer)
    {
        var quantizer = QuantizerModules.Unmeasured(
            ((QuantizeLayer)layer.Kind).Quantizer, TensorLayout.Rows, layer.InputShapes[0]);
        return LayerModule.Of(quantizer) with { InputQuantizer = quantizer };
    }
}
