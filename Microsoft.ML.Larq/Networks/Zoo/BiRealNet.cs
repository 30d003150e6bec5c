namespace Microsoft.ML.Larq.Networks;

public static partial class Zoo
{
    /// <summary>Bi-Real Net of 18 layers: a binary ResNet with a shortcut around each convolution.</summary>
    /// <remarks>
    /// <para>Liu et al. 2018, <see href="https://arxiv.org/abs/1808.00278"/>.</para>
    /// <para>Top-1 57.47 %, top-5 79.84 %; 11,699,112 parameters; 4.00 MiB. Any size of image. Without the top:
    /// 7×7×512. First convolution, convolved shortcuts and last layer in real numbers.</para>
    /// </remarks>
    /// <param name="input">An image.</param>
    /// <param name="outputs">Outputs wanted; 0 (default) for the features, without the top.</param>
    public static NetworkTensor BiRealNet(NetworkTensor input, int outputs = 0)
    {
        Checked(input, outputs);
        var x = Norm(input.Conv2D(
            64, 7, 2, PadMode.Same, useBias: false, kernel: new() { Initializer = "glorot_normal" }))
            .MaxPool2D(3, 2, PadMode.Same);
        foreach (var filters in (int[])[64, 128, 256, 512])
        {
            for (var block = 0; block < 4; block++) x = Block(x, filters);
        }

        return outputs > 0 ? PooledVector(x).Dense(outputs) : x;

        static NetworkTensor Block(NetworkTensor x, int filters)
        {
            var wider = filters != x.Shape.Channels;
            var shortcut = wider
                ? Norm(x.AveragePool2D(2, padding: PadMode.Same)
                    .Conv2D(filters, 1, useBias: false, kernel: new() { Initializer = "glorot_normal" }))
                : x;
            return Norm(x.QuantConv2D(
                filters, 3, wider ? 2 : 1, PadMode.Same, inputQuantizer: "approx_sign",
                kernelQuantizer: "magnitude_aware_sign",
                kernel: new() { Initializer = "glorot_normal", Constraint = "weight_clip" },
                useBias: false)).Add(shortcut);
        }

        static NetworkTensor Norm(NetworkTensor x) => x.BatchNormalization(0.8f);
    }
}
