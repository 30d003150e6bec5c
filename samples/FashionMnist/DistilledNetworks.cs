using Microsoft.ML.Larq.Networks;

namespace FashionMnist;

/// <summary>
/// A small binarized student and a float teacher of twice its width; their blocks have the same names.
/// </summary>
internal static class DistilledNetworks
{
    /// <summary>The blocks whose attention can be matched.</summary>
    public static readonly string[] Blocks = ["block_1", "block_2", "block_3", "block_4"];

    /// <summary>Binary but for the stem and the classifier: 16 and 32 channels.</summary>
    public static NetworkTensor Student(NetworkTensor input, int outputs) =>
        Build(input, outputs, 16, "approx_sign", "ste_sign");

    /// <summary>
    /// The student with binary activations but kernels in real numbers: what it starts from in stages.
    /// </summary>
    public static NetworkTensor BinaryActivations(NetworkTensor input, int outputs) =>
        Build(input, outputs, 16, "approx_sign", null);

    /// <summary>The same in real numbers, 32 and 64 channels.</summary>
    public static NetworkTensor Teacher(NetworkTensor input, int outputs) => Build(input, outputs, 32, null, null);

    private static NetworkTensor Build(
        NetworkTensor input, int outputs, int width, Quantizer? activations, Quantizer? kernels)
    {
        var x = input.Conv2D(width, 3, padding: PadMode.Same, useBias: false).BatchNormalization().MaxPool2D(2);
        x = Block(Block(x, "block_1"), "block_2");
        var half = x.MaxPool2D(2, padding: PadMode.Same);
        x = Block(Block(half.Concatenate(half), "block_3"), "block_4");
        return x.GlobalAveragePool().Dense(outputs);

        NetworkTensor Block(NetworkTensor x, string name) => x.Residual(branch =>
            (activations is null ? branch.Relu() : branch).QuantConv2D(
                x.Shape.Channels, 3, padding: PadMode.Same, padValue: activations is null ? 0 : 1,
                inputQuantizer: activations, kernelQuantizer: kernels, useBias: false).BatchNormalization())
            .Identity(name);
    }
}
