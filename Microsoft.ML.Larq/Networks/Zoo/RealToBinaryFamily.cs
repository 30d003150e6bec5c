namespace Microsoft.ML.Larq.Networks;

/// <summary>What Larq Zoo's Real-to-Binary networks, strong baselines and teacher share, and what not.</summary>
/// <param name="Name">What every layer's name begins with.</param>
internal sealed record RealToBinaryFamily(string Name)
{
    /// <summary>How a convolution's output is scaled: by its input, the output and the half-block's name.</summary>
    public delegate NetworkTensor Rescaling(
        RealToBinaryFamily family, NetworkTensor input, NetworkTensor output, string name);

    public Quantizer? InputQuantizer { get; init; }

    public Quantizer? KernelQuantizer { get; init; }

    public WeightConstraint? KernelConstraint { get; init; }

    /// <summary>Of every kernel that is not quantized, and of the scales.</summary>
    public WeightRegularizer? Regularizer { get; init; }

    public bool TanhInput { get; init; }

    public bool RectifiedStem { get; init; }

    public Rescaling Rescale { get; init; } = Scaled;

    /// <summary>l2 of 10⁻⁵, which the networks with real kernels have.</summary>
    public static WeightRegularizer Decay { get; } = WeightRegularizer.L2(1e-5f);

    /// <summary>Those with binary inputs and kernels.</summary>
    public static RealToBinaryFamily Binary(string name, Rescaling rescale) => new(name)
    {
        InputQuantizer = "ste_sign",
        KernelQuantizer = "ste_sign",
        KernelConstraint = "weight_clip",
        Rescale = rescale,
    };

    /// <summary>Those with binary inputs and real kernels.</summary>
    public static RealToBinaryFamily BinaryInputs(string name, Rescaling rescale) => new(name)
    {
        InputQuantizer = "ste_sign",
        Regularizer = Decay,
        Rescale = rescale,
    };

    /// <summary>A gate for each channel, from the means of the convolution's input: squeeze and excite.</summary>
    public static NetworkTensor Gated(RealToBinaryFamily family, NetworkTensor input, NetworkTensor output, string name)
    {
        const int Reduction = 8;
        var gate = Zoo.PooledVector(input, $"{name}_scaling_pool")
            .Dense(
                input.Shape.Channels / Reduction, ActivationFunction.Relu, useBias: false,
                kernel: new() { Initializer = "he_normal", Regularizer = family.Regularizer },
                name: $"{name}_scaling_dense_reduce")
            .Dense(
                output.Shape.Channels, ActivationFunction.Sigmoid, useBias: false,
                kernel: new() { Initializer = "he_normal", Regularizer = family.Regularizer },
                name: $"{name}_scaling_dense_expand")
            .Reshape([1, 1, -1], $"{name}_scaling_reshape");
        return output.Multiply(gate, $"{name}_scaling_multiplication");
    }

    /// <summary>Trained scales of rows, columns and channels.</summary>
    public static NetworkTensor Scaled(
        RealToBinaryFamily family, NetworkTensor input, NetworkTensor output, string name) =>
        output.Scale(scale: new() { Regularizer = family.Regularizer }, name: $"{name}_rescale");

    /// <summary>A network of blocks of two half blocks.</summary>
    public NetworkTensor Network(NetworkTensor input, int outputs) => Network(
        input, outputs, (x, wider, name) => HalfBlock(HalfBlock(x, wider, $"{name}a"), false, $"{name}b")
            .Identity($"{name}_out"));

    /// <summary>The stem and eight blocks, of which the third, the fifth and the seventh double the channels.</summary>
    public NetworkTensor Network(
        NetworkTensor input, int outputs, Func<NetworkTensor, bool, string, NetworkTensor> block)
    {
        ArgumentNullException.ThrowIfNull(input);
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 0);
        var stem = $"{Name}_block_1";
        var x = input
            .Conv2D(
                64, 7, 2, PadMode.Same, useBias: false,
                kernel: new() { Initializer = "glorot_normal", Regularizer = Regularizer }, name: $"{stem}_conv2d")
            .BatchNormalization(name: $"{stem}_batch_norm");
        x = RectifiedStem ? x.Relu($"{stem}_relu") : x.PReLU([1, 2], name: $"{stem}_prelu");
        x = x.MaxPool2D(3, 2, PadMode.Same, $"{stem}_pool");
        for (var number = 2; number < 10; number++) x = block(x, number is 4 or 6 or 8, $"{Name}_block_{number}");
        return outputs > 0
            ? Zoo.PooledVector(x, $"{Name}_block_10_global_pool").Dense(outputs, name: $"{Name}_block_10_logits")
            : x;
    }

    public NetworkTensor Shortcut(NetworkTensor x, int filters, string name) => filters == x.Shape.Channels
        ? x
        : x.AveragePool2D(2, padding: PadMode.Same, name: $"{name}_shortcut_pool")
            .Conv2D(
                filters, 1, useBias: false, kernel: new() { Initializer = "glorot_normal", Regularizer = Regularizer },
                name: $"{name}_shortcut_conv2d")
            .BatchNormalization(name: $"{name}_shortcut_batch_norm");

    private NetworkTensor HalfBlock(NetworkTensor x, bool wider, string name)
    {
        var filters = wider ? 2 * x.Shape.Channels : x.Shape.Channels;
        var shortcut = Shortcut(x, filters, name);
        var normal = x.BatchNormalization(name: $"{name}_batch_norm");
        var output = (TanhInput ? normal.Activation(ActivationFunction.Tanh, $"{name}_tanh") : normal).QuantConv2D(
            filters, 3, wider ? 2 : 1, PadMode.Same, inputQuantizer: InputQuantizer, kernelQuantizer: KernelQuantizer,
            useBias: false, kernel: new()
            {
                Initializer = "glorot_normal",
                Regularizer = KernelQuantizer is null ? Regularizer : null,
                Constraint = KernelConstraint,
            },
            name: $"{name}_conv2d");
        return Rescale(this, normal, output, name).PReLU([1, 2], name: $"{name}_prelu")
            .Add(shortcut, $"{name}_skip_add");
    }
}
