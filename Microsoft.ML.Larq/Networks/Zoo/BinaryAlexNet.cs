namespace Microsoft.ML.Larq.Networks;

public static partial class Zoo
{
    /// <summary>An AlexNet of which every weight is binary, and every input but the first.</summary>
    /// <remarks>
    /// <para>Hubara et al. 2016, <see href="https://arxiv.org/abs/1602.02830"/>.</para>
    /// <para>Top-1 36.30 %, top-5 61.53 %; 61,859,192 parameters; 7.45 MiB. Smallest image 57×57. Without the top:
    /// 6×6×256.</para>
    /// </remarks>
    /// <param name="input">An image.</param>
    /// <param name="outputs">Outputs wanted; 0 for the features, without the top.</param>
    public static NetworkTensor BinaryAlexNet(NetworkTensor input, int outputs) => BinaryAlexNet(input, outputs, 1);

    /// <inheritdoc cref="BinaryAlexNet(NetworkTensor, int)"/>
    /// <param name="input">An image.</param>
    /// <param name="outputs">Outputs wanted; 0 (default) for the features, without the top.</param>
    /// <param name="inflationRatio">Multiplies the first four convolutions' filters; at least 1, default 1.</param>
    /// <param name="units">Width of the two layers before the last; at least 1, default 4096.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ratio or the width is below 1.</exception>
    public static NetworkTensor BinaryAlexNet(
        NetworkTensor input, int outputs = 0, int inflationRatio = 1, int units = 4096)
    {
        Checked(input, outputs);
        Checked(inflationRatio, 1);
        Checked(units, 1);
        var x = Norm(Pool(Conv(input, 64 * inflationRatio, 11, 4, quantizer: null)));
        x = Norm(Pool(Conv(x, 192 * inflationRatio, 5)));
        x = Norm(Conv(x, 384 * inflationRatio, 3));
        x = Norm(Conv(x, 384 * inflationRatio, 3));
        x = Norm(Pool(Conv(x, 256, 3)));
        if (outputs == 0) return x;
        x = x.Reshape([1, 1, -1]);
        foreach (var width in (int[])[units, units, outputs]) x = Norm(Conv(x, width, 1, padding: PadMode.Valid));
        return x.Flatten();

        static NetworkTensor Conv(
            NetworkTensor x, int filters, int side, int stride = 1, PadMode padding = PadMode.Same,
            string? quantizer = "ste_sign") => x.QuantConv2D(
            filters, side, stride, padding, inputQuantizer: quantizer, kernelQuantizer: "ste_sign",
            kernel: new() { Constraint = "weight_clip" }, useBias: false);

        static NetworkTensor Pool(NetworkTensor x) => x.MaxPool2D(3, 2);

        static NetworkTensor Norm(NetworkTensor x) => x.BatchNormalization(0.9f, scale: false);
    }
}
