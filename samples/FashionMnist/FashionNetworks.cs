using Microsoft.ML.Larq.Networks;

namespace FashionMnist;

/// <summary>A residual binarized network for 28×28 images, and its twin of the same shapes in real numbers.</summary>
internal static class FashionNetworks
{
    /// <summary>Binary but for the stem and the classifier.</summary>
    public static NetworkTensor Binary(NetworkTensor input, int outputs) =>
        Build(input, outputs, Quantizer.ApproxSign(), Quantizer.SteSign());

    /// <summary>No quantizers, a ReLU before each convolution where the other has a sign.</summary>
    public static NetworkTensor Float(NetworkTensor input, int outputs) => Build(input, outputs, null, null);

    private static NetworkTensor Build(NetworkTensor input, int outputs, Quantizer? activations, Quantizer? kernels)
    {
        var x = input.Conv2D(64, 3, padding: PadMode.Same, useBias: false).BatchNormalization().MaxPool2D(2);
        x = Block(Block(Block(x, 64), 64), 64);
        x = Block(Block(Block(Widen(x), 128), 128), 128);
        x = Block(Widen(x), 256);
        return x.GlobalAveragePool().Dense(outputs);

        NetworkTensor Block(NetworkTensor x, int filters) => x.Residual(
            branch => (activations is null ? branch.Relu() : branch)
            .QuantConv2D(
                filters, 3, padding: PadMode.Same, padValue: activations is null ? 0 : 1,
                inputQuantizer: activations, kernelQuantizer: kernels, useBias: false)
            .BatchNormalization());

        // Half the size, twice the channels: the old ones stand beside themselves, so that the shortcut stays whole.
        static NetworkTensor Widen(NetworkTensor x)
        {
            var half = x.MaxPool2D(2, padding: PadMode.Same);
            return half.Concatenate(half);
        }
    }
}
