using Microsoft.ML.Larq.Model;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Tests.Golden;

/// <summary>What the maker makes of networks that were not trained: every kind of layer, every quantizer.</summary>
internal static class GoldenNetworks
{
    private static readonly string[] Kernels =
    [
        "ste_sign", "approx_sign", "swish_sign(beta=3)", "magnitude_aware_sign", "ste_heaviside",
        "ste_tern(threshold_value=0.25)", "ste_tern(ternary_weight_networks=True)",
        "dorefa_quantizer(k_bit=3, mode=\"weights\")", "NoOp(precision=8)", "xnor_weight_scale",
        "magnitude_aware_sign_unclipped",
    ];

    private static readonly string[] Inputs =
    [
        "ste_sign(clip_value=1.25)", "approx_sign", "swish_sign", "magnitude_aware_sign", "ste_heaviside",
        "ste_tern", "dorefa_quantizer(k_bit=1)", "dorefa_quantizer", "dorefa_quantizer(k_bit=4)", "NoOp(precision=2)",
        "xnor_weight_scale", "magnitude_aware_sign_unclipped",
    ];

    private static readonly string[] Initializers =
    [
        "zeros", "ones", "constant(value=0.5)", "random_uniform(minval=-0.1, maxval=0.1)",
        "random_normal(stddev=0.25)", "truncated_normal", "glorot_uniform", "glorot_normal", "he_uniform", "he_normal",
        "lecun_uniform", "lecun_normal", "variance_scaling(scale=2.0, mode=\"fan_out\")", "identity", "orthogonal",
    ];

    private static readonly string[] Constraints =
        ["weight_clip(clip_value=1.25)", "max_norm(max_value=3)", "non_neg", "unit_norm", "min_max_norm"];

    private static readonly string[] Regularizers = ["l1", "l2(l2=0.02)", "l1_l2"];

    /// <summary>Whether its outputs hang on the platform's exponential or hyperbolic tangent.</summary>
    public static bool IsSmooth(NetworkDefinition network)
    {
        var json = network.ToJson();
        return new[] { "Softmax", "tanh", "sigmoid", "elu", "gelu", "gelutanh", "swish", "softplus" }
            .Any(name => json.Contains($"\"{name}\"", StringComparison.OrdinalIgnoreCase));
    }

    public static IEnumerable<(string Name, BinarizedNetworkTransformer Model)> All =>
    [
        ("images", Of(new TensorShape(6, 6, 3), Images)),
        ("sequences", Of(new TensorShape(12, 4), Sequences)),
        ("volumes", Of(new TensorShape(4, 4, 4, 2), Volumes)),
        ("dense-quantizers", Of(new TensorShape(9), Dense)),
        ("convolution-quantizers", Of(new TensorShape(4, 4, 5), Convolutions)),
        ("parameters", Of(new TensorShape(4), Parameters)),
        ("smooth", Of(new TensorShape(6), x => Joined(Enum.GetValues<ActivationFunction>()
            .Select((function, i) => i % 2 == 0 ? x.Dense(3, function) : x.Dense(3).Activation(function)))
            .Softmax().Dense(3))),
    ];

    private static NetworkTensor Images(NetworkTensor input)
    {
        var first = input.Conv2D(4, 3, padding: PadMode.Same, activation: ActivationFunction.Relu).BatchNormalization();
        var deep = first
            .QuantConv2D(
                8, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign",
                useBias: false)
            .BatchNormalization(scale: false).PReLU([1, 2])
            .DepthwiseConv2D(3, padding: PadMode.Same, dilationRate: 2)
            .QuantDepthwiseConv2D(
                3, padding: PadMode.Same, padValue: -1, inputQuantizer: "ste_sign", depthwiseQuantizer: "ste_sign")
            .SeparableConv2D(4, 3, padding: PadMode.Same)
            .QuantSeparableConv2D(
                4, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: "ste_sign", depthwiseQuantizer: "ste_sign",
                pointwiseQuantizer: "ste_sign");
        var joined = deep.Add(first).ChannelPadding(1, 1).ChannelSlice(1, 4).Scale().LeakyReLU(0.25f)
            .LayerNormalization();
        joined = joined.Multiply(joined.GlobalAveragePool().Reshape([1, 1, 4]));
        var last = joined.MaxPool2D(2)
            .Conv2DTranspose(3, 3, strides: 2, padding: PadMode.Same)
            .QuantConv2DTranspose(4, 2, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign")
            .LocallyConnected2D(3, 3)
            .QuantLocallyConnected2D(4, 3, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign")
            .UpSampling2D(2).UpSampling2D((1, 2), Interpolation.Bilinear).BlurPool2D(3, 2)
            .AveragePool2D(2, 1, PadMode.Same).ZeroPadding2D((0, 1)).Identity().Dropout(0.5f);
        return last.Flatten().Concatenate(joined.GlobalMaxPool()).Concatenate(deep.Flatten().Dense(3))
            .QuantDense(7, kernelQuantizer: "ste_sign");
    }

    private static NetworkTensor Sequences(NetworkTensor input)
    {
        var first = input.ZeroPadding1D(1).Conv1D(8, 3, dilationRate: 2, groups: 2)
            .QuantConv1D(
                8, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign")
            .BatchNormalization().Conv1D(8, 2, padding: PadMode.Causal);
        var second = first.MaxPool1D(2, 1).SeparableConv1D(6, 3)
            .QuantSeparableConv1D(
                6, 2, inputQuantizer: "ste_sign", depthwiseQuantizer: "ste_sign", pointwiseQuantizer: "ste_sign")
            .UpSampling1D(2).AveragePool1D(3, 2);
        return second.LocallyConnected1D(4, 2)
            .QuantLocallyConnected1D(3, 2, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign").Flatten()
            .Concatenate(first.GlobalAveragePool()).Concatenate(second.GlobalMaxPool()).Dense(5);
    }

    private static NetworkTensor Volumes(NetworkTensor input) => input
        .Conv3D(3, 2).QuantConv3D(4, 2, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign")
        .Conv3DTranspose(2, 2).QuantConv3DTranspose(2, 2, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign")
        .Flatten().Dense(4);

    private static NetworkTensor Dense(NetworkTensor input) => Joined(
        Kernels.Select(kernel => input.QuantDense(3, kernelQuantizer: kernel))
            .Concat(Inputs.Select(quantizer => input.QuantDense(3, quantizer)))
            .Concat(Inputs.Select((quantizer, i) => input.QuantileThermometer((i % 4) + 1).BatchNormalization()
                .QuantDense(3, quantizer, Kernels[i % Kernels.Length]))));

    private static NetworkTensor Convolutions(NetworkTensor input)
    {
        var inner = input.BatchNormalization();
        return Joined(
            Kernels.Select(kernel => inner.QuantConv2D(2, 2, kernelQuantizer: kernel).GlobalAveragePool())
                .Concat(Inputs.Select((quantizer, i) => inner
                    .QuantConv2D(2, 2, inputQuantizer: quantizer, kernelQuantizer: Kernels[i % Kernels.Length])
                    .GlobalMaxPool()))
                .Append(inner.Quantize("ste_tern").GlobalAveragePool())).Dense(6);
    }

    private static NetworkTensor Parameters(NetworkTensor input)
    {
        var blurred = input.Reshape([2, 2, 1])
            .DepthwiseConv2D(2, padding: PadMode.Same, depthwise: new() { Initializer = "blur" }).Flatten();
        return Joined(Initializers.Select((initializer, i) => input.Frozen(x => x.Dense(
            4, i % 2 == 0 ? ActivationFunction.LeakyTanh : ActivationFunction.Relu6, kernel: new()
            {
                Initializer = initializer,
                Regularizer = Regularizers[i % 3],
                Constraint = Constraints[i % 5],
            },
            activityRegularizer: Regularizers[(i + 1) % 3]))).Append(blurred)).Dense(3);
    }

    private static NetworkTensor Joined(IEnumerable<NetworkTensor> tensors)
    {
        var all = tensors.ToArray();
        return all[0].Apply(new ConcatenateLayer(), all[1..]);
    }

    private static BinarizedNetworkTransformer Of(TensorShape input, Func<NetworkTensor, NetworkTensor> network)
    {
        var definition = NetworkDefinition.Build(input, network);
        var number = 0;
        var weights = new NetworkWeights(definition.Layers.SelectMany(layer => layer.Weights.Select(spec =>
            KeyValuePair.Create(
                NetworkWeights.NameOf(layer, spec.Name), new WeightArray(spec.Shape, Values(spec, number++))))));
        var facts = new ModelFacts
        {
            FeatureColumn = "Features",
            LabelColumn = "Label",
            Order = PixelOrder.Interleaved,
            Task = LearningTask.MulticlassClassification,
            ClassNames = null,
            LabelMean = 0,
            LabelDeviation = 1,
            History = new TrainingHistory(),
            Agreement = new PackedAgreement(4, 4, 0.5),
        };
        return new(PackedNetwork.Compile(definition, weights), weights, facts, saveLatentWeights: true);
    }

    // Eighths from −1 to +1; variances are above 0, thresholds ascend and their last is +∞.
    private static float[] Values(WeightSpec spec, int number)
    {
        var run = spec.Shape[spec.Shape.Rank - 1];
        return
        [
            .. Enumerable.Range(0, spec.Shape.Size).Select(i => spec.Name switch
            {
                QuantileThermometerLayer.Thresholds =>
                    i == spec.Shape.Size - 1 ? float.PositiveInfinity : ((i % run) - 1) / 2f,
                "moving_variance" => ((i * 3) + number) % 5 / 4f,
                _ => ((((i * 7) + (number * 3) + (i / 5)) % 17) - 8) / 8f,
            }),
        ];
    }
}
