namespace Microsoft.ML.Larq.Networks;

public static partial class Zoo
{
    /// <summary>QuickNet: made for speed on bits: one-padding, and rectifiers right behind the convolutions.</summary>
    /// <remarks>
    /// <para>Bannink et al. 2020, <see href="https://arxiv.org/abs/2011.09398"/>.</para>
    /// <para>Top-1 63.3 %, top-5 84.6 %; 13,243,720 parameters; 4.17 MiB. Smallest image 29×29. Without the top:
    /// 7×7×512. Stem, blurs, 1×1 convolutions between the sections and last layer in real numbers.</para>
    /// </remarks>
    /// <inheritdoc cref="BinaryAlexNet(NetworkTensor, int)" path="/param"/>
    public static NetworkTensor QuickNet(NetworkTensor input, int outputs) => QuickNet(input, outputs, null);

    /// <inheritdoc cref="QuickNet(NetworkTensor, int)"/>
    /// <summary>A QuickNet of any size; by default <see cref="QuickNet(NetworkTensor, int)"/>.</summary>
    /// <param name="input">An image.</param>
    /// <param name="outputs">Outputs wanted; 0 (default) for the features, without the top.</param>
    /// <param name="blocks">Binary convolutions in each section, at least 1; default 4, 4, 4, 4.</param>
    /// <param name="filters">
    /// Channels in each section, at least 4; default 64, 128, 256, 512. A section makes the image smaller where its
    /// channels are others than those before it.
    /// </param>
    /// <exception cref="ArgumentException">A list is of the wrong length or has a number that is too small.</exception>
    public static NetworkTensor QuickNet(
        NetworkTensor input, int outputs = 0, IReadOnlyList<int>? blocks = null, IReadOnlyList<int>? filters = null)
    {
        Checked(input, outputs);
        blocks = Checked(blocks ?? [4, 4, 4, 4], null, what: nameof(blocks));
        filters = Checked(filters ?? [64, 128, 256, 512], blocks.Count, 4, what: nameof(filters));
        var x = input
            .QuantConv2D(
                filters[0] / 4, 3, 2, PadMode.Same, useBias: false, kernel: new() { Initializer = "he_normal" })
            .BatchNormalization().Relu()
            .QuantDepthwiseConv2D(3, 2, PadMode.Same, useBias: false).BatchNormalization(center: false, scale: false)
            .QuantConv2D(filters[0], 1, useBias: false, kernel: new() { Initializer = "he_normal" })
            .BatchNormalization();
        for (var section = 0; section < blocks.Count; section++)
        {
            if (x.Shape.Channels != filters[section]) x = Transition(x, filters[section]);
            for (var block = 0; block < blocks[section]; block++) x = Block(x);
        }

        return outputs > 0
            ? PooledVector(x.Relu()).QuantDense(outputs, kernel: new() { Initializer = "glorot_normal" })
            : x;

        static NetworkTensor Block(NetworkTensor x) => x.QuantConv2D(
            x.Shape.Channels, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: Quantizer.SteSign(1.25f),
            kernelQuantizer: Quantizer.SteSign(1.25f),
            kernel: new() { Initializer = "glorot_normal", Constraint = WeightConstraint.WeightClip(1.25f) },
            activation: ActivationFunction.Relu, useBias: false)
            .BatchNormalization(0.9f, 1e-5f).Add(x);

        static NetworkTensor Transition(NetworkTensor x, int filters) => x
            .Relu().MaxPool2D(2, 1).BlurPool2D()
            .QuantConv2D(filters, 1, useBias: false, kernel: new() { Initializer = "glorot_normal" })
            .BatchNormalization(0.9f, 1e-5f);
    }

    /// <inheritdoc cref="QuickNet(NetworkTensor, int)"/>
    /// <summary>QuickNet with fewer channels.</summary>
    /// <remarks>
    /// <para>Bannink et al. 2020, <see href="https://arxiv.org/abs/2011.09398"/>.</para>
    /// <para>Top-1 59.4 %, top-5 81.8 %; 12,664,344 parameters; 4.00 MiB. Without the top: 7×7×512.</para>
    /// </remarks>
    public static NetworkTensor QuickNetSmall(NetworkTensor input, int outputs = 0) =>
        QuickNet(input, outputs, filters: [32, 64, 256, 512]);

    /// <inheritdoc cref="QuickNet(NetworkTensor, int)"/>
    /// <summary>QuickNet with more layers.</summary>
    /// <remarks>
    /// <para>Bannink et al. 2020, <see href="https://arxiv.org/abs/2011.09398"/>.</para>
    /// <para>Top-1 66.9 %, top-5 87.0 %; 23,359,304 parameters; 5.40 MiB. Without the top: 7×7×512.</para>
    /// </remarks>
    public static NetworkTensor QuickNetLarge(NetworkTensor input, int outputs = 0) =>
        QuickNet(input, outputs, [6, 8, 12, 6]);
}
