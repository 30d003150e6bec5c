using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Kinds;
using Microsoft.ML.Larq.Tests.Onnx;
using Microsoft.ML.Larq.Tests.Training;

namespace Microsoft.ML.Larq.Tests.Microcontrollers;

/// <summary>What compiled C gives is what the packed network gives, bit for bit.</summary>
[TestClass]
public class CScoresTests
{
    private const int Rows = 200;

    // Volumes of numbers, watched, take milliseconds a row, and each of their rows passes every place.
    private const int VolumeRows = 30;

    private static readonly float[] Edges =
    [
        float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0f, -0f, float.Epsilon, -float.Epsilon,
        float.MaxValue, -float.MaxValue, 1e-38f, -1e-38f, 0.5f, 1f, -1f, 1.5f,
    ];

    [TestMethod]
    [DataRow(1, 3)]
    [DataRow(5, 1)]
    [DataRow(37, 7)]
    public void Score_DefaultForVectors_IsThePackedOne(int columns, int outputs)
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(columns), x => DefaultNetworks.For(x, outputs));
        AssertSameBits(definition, Settled.Weights(definition, 3));
    }

    [TestMethod]
    [DataRow(8, 8, 1, 10)]
    [DataRow(17, 20, 3, 2)]
    public void Score_DefaultForImages_IsThePackedOne(int height, int width, int channels, int outputs)
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(height, width, channels), x => DefaultNetworks.For(x, outputs));
        AssertSameBits(definition, Settled.Weights(definition, 3));
    }

    // Of all kinds; sums of small eighths, which are exact.
    [TestMethod]
    public void Score_FortyRandomNetworksOfAllKinds_AreThePackedOnes()
    {
        var kinds = new HashSet<Type>();
        for (var seed = 0; seed < 40 || kinds.Count < LayerKinds.All.Length; seed++)
        {
            var graph = new RandomGraph(seed);
            Assert.IsLessThan(400, seed, "a kind is in no network");
            var own = graph.Definition.Layers.Select(layer => layer.Kind.GetType());
            if (seed >= 40 && own.All(kinds.Contains)) continue;
            kinds.UnionWith(own);
            Check(graph.Definition, graph.Weights, graph.Rows(Rows), $"seed {seed}: {graph.Definition.ToJson()}");
        }
    }

    // Sums of numbers whose order decides about the last digit, signs behind them.
    [TestMethod]
    public void Score_FortyRandomNetworksOfRealSums_AreThePackedOnes()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new Random(seed);
            var definition = random.Next(3) == 0
                ? NetworkDefinition.Build(
                    new TensorShape(random.Next(1, 80)), x => Packed.RandomNetworkTests.Vectors(random, x))
                : NetworkDefinition.Build(
                    new TensorShape(random.Next(3, 10), random.Next(3, 10), random.Next(1, 6)),
                    x => Packed.RandomNetworkTests.Images(random, x));
            Check(
                definition, Settled.Weights(definition, seed), Settled.Rows(definition, seed, Rows),
                $"seed {seed}: {definition.ToJson()}");
        }
    }

    [TestMethod]
    [DataRow("ste_sign", "magnitude_aware_sign")]
    [DataRow("approx_sign", "xnor_weight_scale")]
    [DataRow("ste_heaviside", "magnitude_aware_sign_unclipped")]
    [DataRow("ste_tern", "ste_tern")]
    [DataRow("ste_sign", "ste_tern")]
    [DataRow("ste_heaviside", "ste_tern")]
    [DataRow("ste_tern(ternary_weight_networks=True)", "ste_sign")]
    [DataRow("dorefa_quantizer(k_bit=2)", "ste_sign")]
    [DataRow("dorefa_quantizer(k_bit=3)", "magnitude_aware_sign")]
    [DataRow("dorefa_quantizer(k_bit=2)", "ste_tern")]
    [DataRow("dorefa_quantizer(k_bit=12)", "ste_sign")]
    [DataRow("dorefa_quantizer(k_bit=2)", "dorefa_quantizer(k_bit=2, mode='weights')")]
    [DataRow("dorefa_quantizer(k_bit=2, mode='weights')", "ste_sign")]
    [DataRow("magnitude_aware_sign", "ste_sign")]
    [DataRow("xnor_weight_scale", "ste_sign")]
    [DataRow("magnitude_aware_sign_unclipped", "ste_sign")]
    [DataRow(null, "ste_sign")]
    public void Score_EveryQuantizer_IsThePackedOne(string? input, string kernel)
    {
        var definition = NetworkDefinition.Build(new TensorShape(9, 9, 8), x => x
            .QuantConv2D(24, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: input, kernelQuantizer: kernel)
            .BatchNormalization()
            .QuantDepthwiseConv2D(3, padding: PadMode.Same, inputQuantizer: input, depthwiseQuantizer: kernel)
            .BatchNormalization().MaxPool2D(2)
            .QuantSeparableConv2D(
                16, 3, inputQuantizer: input, depthwiseQuantizer: "ste_sign", pointwiseQuantizer: kernel,
                useBias: false)
            .BatchNormalization().Flatten()
            .QuantDense(40, input, kernel).BatchNormalization()
            .QuantDense(7, input, kernel));
        AssertSameBits(definition, Settled.Weights(definition, 4));
    }

    [TestMethod]
    [DataRow("ste_sign", "ste_sign", 0f)]
    [DataRow("ste_sign", "ste_sign", 1f)]
    [DataRow("ste_sign", "ste_tern", 0f)]
    [DataRow("dorefa_quantizer(k_bit=2)", "ste_sign", 1f)]
    [DataRow("ste_heaviside", "magnitude_aware_sign", 0f)]
    [DataRow(null, "ste_sign", 0f)]
    [DataRow(null, null, 0f)]
    public void Score_VolumesAndPlaces_AreThePackedOnes(string? input, string? kernel, float pad)
    {
        Quantizer? own = kernel;
        var volume = NetworkDefinition.Build(new TensorShape(5, 6, 7, 4), x =>
        {
            for (var i = 0; i < 3; i++)
            {
                x = x.Apply(new Conv3DLayer
                {
                    Filters = 20 + i,
                    KernelSize = (3, 2, 3),
                    Padding = i < 2 ? PadMode.Same : PadMode.Valid,
                    PadValue = i < 2 ? pad : 0,
                    UseBias = i == 2,
                    InputQuantizer = input,
                    Kernel = own,
                }).BatchNormalization();
            }

            return x.Add(x.Activation(ActivationFunction.HardTanh)).Flatten().QuantDense(4, input, kernel);
        });
        AssertSameBits(volume, VolumeRows);
        AssertSameBits(NetworkDefinition.Build(new TensorShape(3, 4, 4, 5), x => x
            .Apply(new Conv3DTransposeLayer
            {
                Filters = 9,
                KernelSize = 3,
                Strides = 2,
                InputQuantizer = input,
                Kernel = own,
            }).BatchNormalization().Flatten().Dense(3)), VolumeRows);
        AssertSameBits(NetworkDefinition.Build(new TensorShape(5, 4, 6), x => x
            .Apply(new Conv2DTransposeLayer
            {
                Filters = 33,
                KernelSize = (3, 2),
                Strides = 2,
                InputQuantizer = input,
                Kernel = own,
            }).BatchNormalization()
            .Apply(new LocallyConnected2DLayer
            {
                Filters = 5,
                KernelSize = (2, 3),
                Strides = (2, 3),
                InputQuantizer = input,
                Kernel = own,
            }).BatchNormalization().Flatten().QuantDense(4, input, kernel)), VolumeRows);
        AssertSameBits(NetworkDefinition.Build(new TensorShape(9, 6), x => x
            .Apply(new LocallyConnected1DLayer
            {
                Filters = 5,
                KernelSize = 3,
                Strides = 2,
                UseBias = false,
                InputQuantizer = input,
                Kernel = own,
                Activation = ActivationFunction.Relu,
            }).Flatten().Dense(3)), VolumeRows);
    }

    // Missing values, zeros of either sign, infinities, thresholds themselves.
    [TestMethod]
    public void Score_NumbersAtTheEdge_AreThePackedOnes()
    {
        var table = NetworkDefinition.Build(new TensorShape(6), x => DefaultNetworks.For(x, 3));
        var weights = Settled.Weights(table, 3);
        var thresholds = weights.Where(pair => pair.Key.EndsWith("thresholds", StringComparison.Ordinal))
            .SelectMany(pair => pair.Value.Values.ToArray()).ToArray();
        Assert.IsNotEmpty(thresholds);
        CompiledC.AssertSameBits(table, weights, Mixed(table, [.. Edges, .. thresholds]), "a table");
        var quantiles = NetworkDefinition.Build(new TensorShape(4), x => x.QuantileThermometer(5).Dense(3));
        AssertAtTheEdge(quantiles, "quantiles");
        foreach (var quantizer in (string[])
            ["ste_sign", "ste_heaviside", "ste_tern", "ste_tern(threshold_value=0)", "dorefa_quantizer(k_bit=3)"])
        {
            AssertAtTheEdge(
                NetworkDefinition.Build(new TensorShape(4), x => x.QuantDense(3, quantizer, "ste_sign")), quantizer);
            AssertAtTheEdge(
                NetworkDefinition.Build(new TensorShape(4), x => x.Quantize(quantizer).Dense(3)), quantizer);
        }

        foreach (var function in Enum.GetValues<ActivationFunction>())
        {
            var definition = NetworkDefinition.Build(
                new TensorShape(3, 3, 5), x => x.Activation(function).MaxPool2D(2));
            if (function is ActivationFunction.Tanh or ActivationFunction.Sigmoid || !IsCurved(function))
                AssertAtTheEdge(definition, $"{function}");
            else
                Check(definition, NetworkWeights.Initialize(definition, 1), Mixed(definition, Edges), $"{function}");
        }

        foreach (var function in new[] { ActivationFunction.Elu, ActivationFunction.LeakyTanh })
        {
            var definition = NetworkDefinition.Build(
                new TensorShape(7), x => x.Activation(function, alpha: 0.625f));
            Check(definition, NetworkWeights.Initialize(definition, 1), Mixed(definition, Edges), $"{function}, alpha");
        }
    }

    private static void AssertAtTheEdge(NetworkDefinition definition, string what) => CompiledC.AssertSameBits(
        definition, NetworkWeights.Initialize(definition, 1), Mixed(definition, Edges), what);

    private static float[] Mixed(NetworkDefinition definition, float[] values)
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, Rows * definition.InputShape.Size)
            .Select(_ => random.Next(3) == 0 ? (random.NextSingle() * 4) - 2 : values[random.Next(values.Length)])];
    }

    private static void AssertSameBits(NetworkDefinition definition, NetworkWeights weights) =>
        CompiledC.AssertSameBits(definition, weights, Settled.Rows(definition, 5, Rows), definition.ToJson());

    private static void AssertSameBits(NetworkDefinition definition, int rows) => CompiledC.AssertSameBits(
        definition, Settled.Weights(definition, 7), Settled.Rows(definition, 5, rows), definition.ToJson());

    // Exponentials and hyperbolic tangents are the C library's.
    private static void Check(NetworkDefinition definition, NetworkWeights weights, float[] rows, string what)
    {
        if (!definition.Layers.Any(UsesTheLibrary))
        {
            CompiledC.AssertSameBits(definition, weights, rows, what);
            return;
        }

        var packed = CompiledC.Packed(definition, weights, rows);
        using var compiled = new CompiledC(definition, weights);
        var scores = compiled.Score(rows);
        Assert.HasCount(packed.Length, scores, what);
        for (var i = 0; i < packed.Length; i++)
        {
            // As floats equal themselves, infinities and NaN too.
            if (packed[i].Equals(scores[i])) continue;
            Assert.AreEqual(packed[i], scores[i], 1e-5 * Math.Max(1, Math.Abs(packed[i])), what);
        }
    }

    private static bool UsesTheLibrary(Layer layer) => layer.Kind switch
    {
        SoftmaxLayer => true,
        ActivationLayer activation => IsCurved(activation.Function),
        DenseLayer dense => IsCurved(dense.Activation),
        _ => false,
    };

    private static bool IsCurved(ActivationFunction function) =>
        function is ActivationFunction.Tanh or ActivationFunction.Sigmoid or ActivationFunction.Elu
            or ActivationFunction.Gelu or ActivationFunction.GeluTanh or ActivationFunction.Swish
            or ActivationFunction.Softplus;
}
