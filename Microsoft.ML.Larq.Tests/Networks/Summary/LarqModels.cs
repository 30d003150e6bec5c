using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Networks.Summary;

/// <summary>The network of Larq's own summaries (larq 0.13.3, models_test) that several tests look at.</summary>
internal static class LarqModels
{
    public static readonly NetworkDefinition A = NetworkDefinition.Build(new TensorShape(64, 64, 1), x => x
        .QuantConv2D(32, 3, kernelQuantizer: "ste_sign", padding: PadMode.Same)
        .MaxPool2D(2)
        .QuantDepthwiseConv2D(
            3, 3, PadMode.Same, padValue: 1, inputQuantizer: Quantizer.SteTern(),
            depthwiseQuantizer: Quantizer.SteTern(), useBias: false)
        .BatchNormalization(scale: false)
        .QuantSeparableConv2D(
            32, 3, padding: PadMode.Same, inputQuantizer: "ste_sign", depthwiseQuantizer: "ste_sign",
            pointwiseQuantizer: "ste_sign")
        .Flatten()
        .Apply(new DenseLayer { Units = 10, Trainable = false }));
}
