namespace Microsoft.ML.Larq.Networks;

public static partial class Zoo
{
    /// <summary>DoReFa-Net: an AlexNet with binary kernels, one scale a layer, and two-bit inputs.</summary>
    /// <remarks>
    /// <para>Zhou et al. 2016, <see href="https://arxiv.org/abs/1606.06160"/>.</para>
    /// <para>Top-1 53.39 %, top-5 76.50 %; 62,403,912 parameters; 22.80 MiB. Smallest image 44×44. Without the top:
    /// 6×6×256. First convolution and last layer in real numbers.</para>
    /// </remarks>
    /// <inheritdoc cref="BinaryAlexNet(NetworkTensor, int)" path="/param"/>
    public static NetworkTensor DoReFaNet(NetworkTensor input, int outputs) => DoReFaNet(input, outputs, 2);

    /// <inheritdoc cref="DoReFaNet(NetworkTensor, int)"/>
    /// <param name="input">An image.</param>
    /// <param name="outputs">Outputs wanted; 0 (default) for the features, without the top.</param>
    /// <param name="activationBits">Bits of the quantized inputs, from 1 to 24; default 2.</param>
    /// <param name="units">Width of the two layers before the last; at least 1, default 4096.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bits or the width are out of range.</exception>
    public static NetworkTensor DoReFaNet(
        NetworkTensor input, int outputs = 0, int activationBits = 2, int units = 4096)
    {
        Checked(input, outputs);
        Checked(units, 1);
        Checked(activationBits, 1);
        var levels = Quantizer.DoReFa(activationBits);
        var x = input.Conv2D(96, 12, 4);
        x = Conv(x, 256, 5).MaxPool2D(3, 2, PadMode.Same);
        x = Conv(x, 384, 3).MaxPool2D(3, 2, PadMode.Same);
        x = Conv(x, 384, 3);
        x = Conv(x, 256, 3).MaxPool2D(3, 2);
        if (outputs == 0) return x;
        x = x.Flatten();
        for (var layer = 0; layer < 2; layer++)
            x = Norm(x.QuantDense(units, levels, "magnitude_aware_sign_unclipped", useBias: false));
        return x.Activation(ActivationFunction.Relu1).Dense(outputs);

        NetworkTensor Conv(NetworkTensor x, int filters, int side) => Norm(x.QuantConv2D(
            filters, side, padding: PadMode.Same, inputQuantizer: levels,
            kernelQuantizer: "magnitude_aware_sign_unclipped", useBias: false));

        static NetworkTensor Norm(NetworkTensor x) => x.BatchNormalization(0.9f, 1e-4f, scale: false);
    }
}
