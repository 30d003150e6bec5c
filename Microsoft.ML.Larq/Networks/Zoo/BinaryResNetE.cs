namespace Microsoft.ML.Larq.Networks;

public static partial class Zoo
{
    /// <summary>A binary ResNet of 18 layers, a shortcut around each convolution and few real-valued ones.</summary>
    /// <remarks>
    /// <para>Bethge et al. 2019, <see href="https://arxiv.org/abs/1906.08637"/>.</para>
    /// <para>Top-1 58.32 %, top-5 80.79 %; 11,699,368 parameters; 4.00 MiB. Below a height of 50 a 3×3 convolution
    /// takes the place of the stem, and sides are multiples of 8; larger ones are multiples of 8 behind the stem, which
    /// divides them by 4: those of 32 are. Without the top: 7×7×512. First convolution, convolved shortcuts and last
    /// layer in real numbers.</para>
    /// </remarks>
    /// <inheritdoc cref="BiRealNet(NetworkTensor, int)" path="/param"/>
    public static NetworkTensor BinaryResNetE18(NetworkTensor input, int outputs = 0) => BinaryResNetE(input, outputs);

    /// <inheritdoc cref="BinaryResNetE18(NetworkTensor, int)"/>
    /// <summary>The same of 34 layers; Larq Zoo has it without weights.</summary>
    /// <remarks>
    /// <para>Bethge et al. 2019, <see href="https://arxiv.org/abs/1906.08637"/>.</para>
    /// <para>21,814,952 parameters. Shapes are those of the smaller one.</para>
    /// </remarks>
    public static NetworkTensor BinaryResNetE34(NetworkTensor input, int outputs = 0) =>
        BinaryResNetE(input, outputs, [6, 8, 12, 6]);

    /// <inheritdoc cref="BinaryResNetE18(NetworkTensor, int)"/>
    /// <summary>A network of that family of any depth.</summary>
    /// <param name="input">An image.</param>
    /// <param name="outputs">Outputs wanted; 0 (default) for the features, without the top.</param>
    /// <param name="blocks">Binary convolutions of each stage, at least 1; 64·2ⁱ filters. Default 4, 4, 4, 4.</param>
    /// <exception cref="ArgumentException">There is no stage, or one without blocks.</exception>
    public static NetworkTensor BinaryResNetE(
        NetworkTensor input, int outputs = 0, IReadOnlyList<int>? blocks = null)
    {
        Checked(input, outputs);
        blocks = Checked(blocks ?? [4, 4, 4, 4], null, what: nameof(blocks));
        var x = input.Shape[0] < 50
            ? input.Conv2D(64, 3, padding: PadMode.Same, useBias: false, kernel: new() { Initializer = "he_normal" })
            : Norm(Norm(input.Conv2D(
                    64, 7, 2, PadMode.Same, useBias: false, kernel: new() { Initializer = "he_normal" }))
                .Relu().MaxPool2D(3, 2, PadMode.Same));
        for (var stage = 0; stage < blocks.Count; stage++)
        {
            for (var block = 0; block < blocks[stage]; block++) x = Block(x, 64 << stage);
        }

        x = x.Relu();
        return outputs > 0
            ? PooledVector(x).Dense(outputs, kernel: new() { Initializer = "glorot_normal" })
            : x;

        static NetworkTensor Block(NetworkTensor x, int filters)
        {
            var wider = filters != x.Shape.Channels;
            var shortcut = wider
                ? Norm(x.AveragePool2D(2).Conv2D(
                    filters, 1, useBias: false, kernel: new() { Initializer = "glorot_normal" }))
                : x;
            return Norm(x.QuantConv2D(
                filters, 3, wider ? 2 : 1, PadMode.Same, inputQuantizer: Quantizer.SteSign(1.25f),
                kernelQuantizer: Quantizer.SteSign(1.25f),
                kernel: new() { Initializer = "glorot_normal", Constraint = WeightConstraint.WeightClip(1.25f) },
                useBias: false)).Add(shortcut);
        }

        static NetworkTensor Norm(NetworkTensor x) => x.BatchNormalization(0.9f, 1e-5f);
    }
}
