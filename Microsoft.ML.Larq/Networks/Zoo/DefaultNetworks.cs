namespace Microsoft.ML.Larq.Networks;

/// <summary>The networks that are trained where the options give none.</summary>
public static class DefaultNetworks
{
    /// <summary>The default for the input's shape.</summary>
    /// <remarks>
    /// <para>
    /// A vector goes through a binarized multilayer perceptron: 8 quantile-thermometer bits per number, of which
    /// training drops 30 % at random, a binary layer of 512, a binary layer of outputs, batch normalization after each.
    /// The columns' scale does not matter.
    /// </para>
    /// <para>
    /// An image goes through a small residual binarized convolutional network: a real-valued 3×3 stem of 64 channels;
    /// max-pooling until the shorter side has at most 16 pixels, where binary convolutions are cheap; binary 3×3
    /// convolutions with shortcuts, two at each size, halved while at least 7 pixels remain; global average pooling;
    /// real-valued outputs.
    /// </para>
    /// </remarks>
    /// <param name="input">A vector or an image.</param>
    /// <param name="outputs">Outputs wanted, at least 1.</param>
    /// <exception cref="ArgumentException">
    /// There is no input, or no output, or the input is neither a vector nor an image.
    /// </exception>
    public static NetworkTensor For(NetworkTensor input, int outputs)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        return input.Shape.Rank == 3 ? Image(input, outputs) : Vector(input, outputs);
    }

    private static NetworkTensor Vector(NetworkTensor input, int outputs) => input
        .QuantileThermometer(8).Dropout(0.3f)
        .QuantDense(512, kernelQuantizer: "ste_sign", useBias: false).BatchNormalization(scale: false)
        .QuantDense(outputs, "ste_sign", "ste_sign", useBias: false).BatchNormalization();

    private static NetworkTensor Image(NetworkTensor input, int outputs)
    {
        var x = input.Conv2D(64, 3, padding: PadMode.Same, useBias: false).BatchNormalization();
        while (ShorterSide(x) > 16) x = x.MaxPool2D(2, padding: PadMode.Same);
        x = Block(Block(x));
        while (ShorterSide(x) >= 7) x = Block(Block(x.MaxPool2D(2, padding: PadMode.Same)));
        return x.GlobalAveragePool().Dense(outputs);

        static int ShorterSide(NetworkTensor x) => Math.Min(x.Shape[0], x.Shape[1]);

        static NetworkTensor Block(NetworkTensor x) => x.Residual(branch => branch
            .QuantConv2D(
                64, 3, padding: PadMode.Same, padValue: 1,
                inputQuantizer: "approx_sign", kernelQuantizer: "ste_sign", useBias: false)
            .BatchNormalization());
    }
}
