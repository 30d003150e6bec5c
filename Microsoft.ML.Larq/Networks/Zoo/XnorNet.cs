namespace Microsoft.ML.Larq.Networks;

public static partial class Zoo
{
    /// <summary>XNOR-Net: an AlexNet of binary inputs and kernels, each filter scaled by its mean magnitude.</summary>
    /// <remarks>
    /// <para>Rastegari et al. 2016, <see href="https://arxiv.org/abs/1603.05279"/>.</para>
    /// <para>Top-1 44.96 %, top-5 69.18 %; 62,396,768 parameters; 22.77 MiB. Smallest image 217×217. Without the top:
    /// 1×1×4096. First convolution and last layer in real numbers; l2 of 5·10⁻⁷ on every kernel.</para>
    /// </remarks>
    /// <inheritdoc cref="BinaryAlexNet(NetworkTensor, int)" path="/param"/>
    public static NetworkTensor XnorNet(NetworkTensor input, int outputs) => XnorNet(input, outputs, 4096);

    /// <inheritdoc cref="XnorNet(NetworkTensor, int)"/>
    /// <param name="input">An image.</param>
    /// <param name="outputs">Outputs wanted; 0 (default) for the features, without the top.</param>
    /// <param name="units">Width of the two layers before the last; at least 1, default 4096.</param>
    /// <exception cref="ArgumentOutOfRangeException">The width is below 1.</exception>
    public static NetworkTensor XnorNet(NetworkTensor input, int outputs = 0, int units = 4096)
    {
        Checked(input, outputs);
        Checked(units, 1);
        WeightRegularizer decay = "l2(l2=5e-07)";
        var x = input
            .Conv2D(96, 11, 4, PadMode.Same, useBias: false, kernel: new() { Regularizer = decay })
            .BatchNormalization(0.9f, 1e-5f, scale: false).Relu();
        x = Norm(Pool(x));
        x = Norm(Pool(Conv(x, 256, 5)));
        x = Norm(Conv(x, 384, 3));
        x = Norm(Conv(x, 384, 3));
        x = Norm(Pool(Conv(x, 256, 3)));
        x = Norm(Conv(x, units, 6, PadMode.Valid));
        return outputs == 0
            ? x
            : Conv(x, units, 1, PadMode.Valid).BatchNormalization(0.9f, scale: false).Relu()
                .Flatten().Dense(outputs, useBias: false, kernel: new() { Regularizer = decay });

        NetworkTensor Conv(NetworkTensor x, int filters, int side, PadMode padding = PadMode.Same) => x.QuantConv2D(
            filters, side, padding: padding, inputQuantizer: "ste_sign", kernelQuantizer: "xnor_weight_scale",
            kernel: new() { Regularizer = decay, Constraint = "weight_clip" }, useBias: false);

        static NetworkTensor Pool(NetworkTensor x) => x.MaxPool2D(3, 2);

        static NetworkTensor Norm(NetworkTensor x) => x.BatchNormalization(0.9f, 1e-4f, scale: false);
    }
}
