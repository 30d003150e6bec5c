using Microsoft.ML.Data;
using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Quantizers;
using Microsoft.ML.Larq.Tensors;
using Microsoft.ML.Larq.Tests.Training;
using Microsoft.ML.Larq.Training;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Quantizers;

/// <summary>Quantizers with parameters of their own, from their gradient to a saved model.</summary>
[TestClass]
public class TrainedQuantizerTests
{
    private static readonly NetworkDefinition Network = NetworkDefinition.Build(new TensorShape(6, 5, 3), x => x
        .QuantConv2D(
            4, 3, padding: PadMode.Same, padValue: 1,
            inputQuantizer: "threshold_sign", kernelQuantizer: "threshold_sign")
        .QuantConv2D(5, 2, inputQuantizer: "step_sign", kernelQuantizer: "step_sign(precision=2)")
        .Flatten().QuantDense(3, "threshold_sign", "step_sign"));

    [TestMethod]
    public void Weights_OfANetwork_NameTheParametersByPlace() => CollectionAssert.AreEqual(
        new[]
        {
            "kernel (3, 3, 3, 4)", "bias (4,)", "kernel_quantizer_threshold (4,)", "input_quantizer_threshold (3,)",
            "kernel (2, 2, 4, 5)", "bias (5,)", "kernel_quantizer_step (1,)", "input_quantizer_step (1,)",
            "kernel (100, 3)", "bias (3,)", "kernel_quantizer_step (1,)", "input_quantizer_threshold (100,)",
        },
        Network.Layers.SelectMany(layer => layer.Weights).Select(spec => $"{spec.Name} {spec.Shape}").ToArray());

    // As a layer of its own, the same parameter in the same place: before a layer, or on its input.
    [TestMethod]
    public void Score_AsALayerOfItsOwn_IsTheInputQuantizers()
    {
        var shape = new TensorShape(6, 5, 3);
        var own = NetworkDefinition.Build(shape, x => x
            .QuantConv2D(4, 3, inputQuantizer: "threshold_sign", kernelQuantizer: "ste_sign", name: "c"));
        var apart = NetworkDefinition.Build(shape, x => x
            .Quantize("threshold_sign", "q").QuantConv2D(4, 3, kernelQuantizer: "ste_sign", name: "c"));
        var threshold = apart["q"].Weights.Single();
        Assert.AreEqual("input_quantizer_threshold (3,)", $"{threshold.Name} {threshold.Shape}");
        var random = new Random(3);
        float[] Eighths(int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(-8, 9) / 8f)];
        var weights = new Dictionary<string, WeightArray>
        {
            ["c/kernel"] = new(new TensorShape(3, 3, 3, 4), Eighths(108)),
            ["c/bias"] = new(new TensorShape(4), Eighths(4)),
            ["c/input_quantizer_threshold"] = new(new TensorShape(3), Eighths(3)),
        };
        var moved = weights.ToDictionary(
            pair => pair.Key.Replace("c/input", "q/input", StringComparison.Ordinal), pair => pair.Value);
        var rows = Eighths(4 * shape.Size);
        var expected = new float[4 * own.OutputShape.Size];
        PackedNetwork.Compile(own, new NetworkWeights(weights)).Score(rows, expected);
        var actual = new float[expected.Length];
        var packed = PackedNetwork.Compile(apart, new NetworkWeights(moved));
        packed.Score(rows, actual);
        CollectionAssert.AreEqual(expected, actual);
        Assert.IsTrue(packed.Report["c"].IsPacked);
        using var module = new NetworkModule(apart, new NetworkWeights(moved), seed: 0);
        CollectionAssert.AreEqual(expected, module.Score(rows));
    }

    // The gradient that reaches each parameter, added up by hand from the formulas.
    [TestMethod]
    public void Backward_Threshold_GetsTheNegativeSumInItsWindow()
    {
        using var scope = NewDisposeScope();
        using var quantizer = QuantizerModules.Create("threshold_sign", TensorLayout.Rows, new TensorShape(2));
        using (no_grad()) quantizer.get_parameter("threshold")!.copy_(tensor(new[] { 0.5f, -1f }));
        foreach (var required in new[] { true, false })
        {
            var x = tensor(new[,] { { 0.5f, -1.5f }, { 0.25f, 0.5f } }, requires_grad: required);
            quantizer.zero_grad();
            var y = quantizer.call(x);
            y.backward([tensor(new[,] { { 1f, 10 }, { 100, 1000 } })]);
            CollectionAssert.AreEqual(new[] { 1f, -1, -1, 1 }, y.detach().data<float>().ToArray());
            var gradient = quantizer.get_parameter("threshold")!.grad!;
            CollectionAssert.AreEqual(new[] { -101f, -10 }, gradient.data<float>().ToArray());
            if (required) CollectionAssert.AreEqual(new[] { 1f, 10, 100, 0 }, x.grad!.data<float>().ToArray());
        }
    }

    [TestMethod]
    public void Steps_WithParameters_LeaveNoTensorBehind()
    {
        using var quantizer = QuantizerModules.Create("threshold_sign", TensorLayout.Rows, new TensorShape(3));
        Step();
        Step();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        for (var i = 0; i < 10; i++) Step();
        Assert.AreEqual(before, Tensor.TotalCount);

        void Step()
        {
            using var scope = NewDisposeScope();
            quantizer.call(randn(4, 3, requires_grad: true)).sum().backward();
            quantizer.get_parameter("threshold")!.grad!.zero_();
        }
    }

    private static readonly NetworkDefinition Separable = NetworkDefinition.Build(new TensorShape(12, 3), x => x
        .QuantConv1D(4, 3, inputQuantizer: "threshold_sign", kernelQuantizer: "threshold_sign")
        .QuantSeparableConv1D(
            4, 3, depthMultiplier: 2, inputQuantizer: "step_sign", pointwiseQuantizer: "threshold_sign")
        .Reshape([4, 2, -1])
        .QuantSeparableConv2D(
            6, 2, depthMultiplier: 3, depthwiseQuantizer: "threshold_sign", pointwiseQuantizer: "step_sign")
        .QuantDepthwiseConv2D(
            (3, 1), depthMultiplier: 2, inputQuantizer: "threshold_sign", depthwiseQuantizer: "threshold_sign"));

    [TestMethod]
    public void Weights_OfSeparableLayers_NameEachKernelsParameter() => CollectionAssert.AreEqual(
        new[]
        {
            "quant_conv1d/kernel_quantizer_threshold (4,)", "quant_conv1d/input_quantizer_threshold (3,)",
            "quant_separable_conv1d/pointwise_kernel_quantizer_threshold (4,)",
            "quant_separable_conv1d/input_quantizer_step (1,)",
            "quant_separable_conv2d/depthwise_kernel_quantizer_threshold (3,)",
            "quant_separable_conv2d/pointwise_kernel_quantizer_step (1,)",
            "quant_depthwise_conv2d/depthwise_kernel_quantizer_threshold (2,)",
            "quant_depthwise_conv2d/input_quantizer_threshold (6,)",
        },
        Separable.Layers.SelectMany(layer => layer.Weights.Where(spec => spec.QuantizerOf is not null)
            .Select(spec => $"{layer.Name}/{spec.Name} {spec.Shape}")).ToArray());

    [TestMethod]
    public void Score_SeparableLayers_IsTheSamePacked() => AssertSamePacked(Separable);

    [TestMethod]
    public void Score_TransposedAndLocallyConnected_IsTheSamePacked() => AssertSamePacked(
        NetworkDefinition.Build(new TensorShape(5, 4, 3), x => x
            .QuantConv2DTranspose(4, 3, inputQuantizer: "threshold_sign", kernelQuantizer: "threshold_sign")
            .QuantLocallyConnected2D(2, 3, inputQuantizer: "step_sign", kernelQuantizer: "threshold_sign")));

    // In every layer, the loss's gradient to a threshold is the negative sum of what reaches the values it serves.
    [TestMethod]
    public void Backward_SeparableLayers_ReachesEveryParameter()
    {
        using var scope = NewDisposeScope();
        using var module = new NetworkModule(Separable, NetworkWeights.Initialize(Separable, 4), seed: 0);
        module.call(rand(8, Separable.InputShape.Size).Squared()).Squared().sum().backward();
        foreach (var (layer, trained) in module.Layers)
        {
            foreach (var binding in trained.Weights.Where(binding => binding.Spec.QuantizerOf is not null))
            {
                CollectionAssert.AreEqual(binding.Tensor.shape, binding.Tensor.grad!.shape);
                var moves = binding.Tensor.grad!.data<float>().Any(value => value != 0);
                Assert.IsTrue(moves, $"{layer.Name}/{binding.Spec.Name}");
            }
        }
    }

    [TestMethod]
    public void Layout_OfADepthwiseKernel_SpreadsAndSumsTheMultiplier()
    {
        using var scope = NewDisposeScope();
        var layout = TensorLayout.DepthwiseKernel(2);
        var kernel = arange(0, 12, ScalarType.Float32).reshape(6, 1, 1, 2);
        var spread = layout.Spread(tensor(new[] { 5f, 7 }), kernel);
        CollectionAssert.AreEqual(new long[] { 6, 1, 1, 1 }, spread.shape);
        CollectionAssert.AreEqual(new[] { 5f, 7, 5, 7, 5, 7 }, spread.contiguous().data<float>().ToArray());
        // Rows 0, 2, 4: 0+1+4+5+8+9; rows 1, 3, 5: 2+3+6+7+10+11.
        CollectionAssert.AreEqual(new[] { 27f, 39 }, layout.SumLast(kernel).data<float>().ToArray());
        var vector = TensorLayout.Kernel.SumLast(tensor(new[] { 1f, 2, 4 }));
        CollectionAssert.AreEqual(new[] { 1f, 2, 4 }, vector.data<float>().ToArray());
        var last = TensorLayout.KernelWithLastAxis(3);
        CollectionAssert.AreEqual(new[] { 30f, 36 }, last.SumLast(kernel).data<float>().ToArray());
    }

    [TestMethod]
    public void Score_RandomParameters_IsTheSamePacked()
    {
        AssertSamePacked(Network);
        var packed = PackedNetwork.Compile(Network, Eighths(Network, new Random(3)));
        CollectionAssert.AreEqual(
            new[] { true, false, false, false },
            packed.Report.Layers.Select(layer => layer.IsPacked).ToArray());
        StringAssert.Contains(
            packed.Report["quant_conv2d_1"].Why, "kernel quantizer step_sign(precision=2) gives Real, not ±1");
    }

    [TestMethod]
    public void Run_Training_MovesParametersAndMeasures()
    {
        var definition = NetworkDefinition.Build(new TensorShape(4), x => x
            .QuantDense(16, "threshold_sign", "threshold_sign").BatchNormalization()
            .Apply(new DenseLayer
            {
                Units = 2,
                InputQuantizer = "threshold_sign",
                Kernel = "step_sign",
                Trainable = false,
            }));
        using var rows = Probe.Rows(1, 64, 4, row => row[0] + row[1] > 0 ? 1 : 0);
        var listener = new Listener();
        var start = NetworkWeights.Initialize(definition, 3);
        using var session = new TrainingSession(
            definition, start, Probe.Settings() with { Epochs = 2 }, rows, null, CPU, listener);
        session.Run();
        foreach (var (name, weight) in session.Weights)
        {
            if (!name.Contains("_quantizer_", StringComparison.Ordinal)) continue;
            var moved = !weight.Values.SequenceEqual(start[name].Values);
            Assert.AreEqual(name.StartsWith("quant_dense/", StringComparison.Ordinal), moved, name);
        }

        var metrics = listener.Epochs.Last().Values.ToDictionary();
        Assert.IsGreaterThan(0, metrics[MetricNames.GradientFlow + "quant_dense"]);
        Assert.IsGreaterThan(0, metrics[MetricNames.GradientFlow + "quant_dense_1.input"]);
        Assert.IsTrue(metrics.ContainsKey(MetricNames.FlipRatio + "quant_dense"));
    }

    [TestMethod]
    public void Summary_Parameters_AreWeightsWithoutMacs()
    {
        var row = Network.Summary()["quant_conv2d"];
        Assert.AreEqual((4L + 4 + 3, 108L), (row.Weights[32], row.Weights[1]));
        Assert.AreEqual((1, 30L * 108), (row.MacsByPrecision!.Keys.Single(), row.Macs));
    }

    // The whole way: Fit, Model.Save, Model.Load, Transform.
    [TestMethod]
    public void Fit_SavedAndLoaded_ScoresTheSame()
    {
        var context = new MLContext(seed: 1);
        var options = Trainers.Options();
        options.Network = (input, outputs) => input
            .QuantDense(32, "threshold_sign", "threshold_sign").BatchNormalization()
            .QuantDense(32, "shifted_sign(shift=0.25)", "shifted_sign").BatchNormalization()
            .QuantDense(outputs, "ste_sign", "step_sign");
        var model = Trainers.Fit(context, options);
        var table = Trainers.Table(context);
        using var stream = new MemoryStream();
        context.Model.Save(model, table.Schema, stream);
        stream.Position = 0;
        var loaded = new MLContext().Model.Load(stream, out _);
        CollectionAssert.AreEqual(Scores(model.Transform(table)), Scores(loaded.Transform(table)));
        Assert.AreEqual(1.0, model.Agreement.Identical / (double)model.Agreement.Rows);

        static float[] Scores(IDataView view) => [.. view.GetColumn<float[]>("Score").SelectMany(row => row)];
    }

    private static NetworkWeights Eighths(NetworkDefinition network, Random random) => new(
        from pair in NetworkWeights.Initialize(network, 4)
        let values = Enumerable.Range(0, pair.Value.Shape.Size).Select(_ => random.Next(-8, 9) / 8f)
        select KeyValuePair.Create(pair.Key, new WeightArray(pair.Value.Shape, [.. values])));

    private static void AssertSamePacked(NetworkDefinition network)
    {
        var random = new Random(5);
        var weights = Eighths(network, random);
        float[] rows = [.. Enumerable.Range(0, 4 * network.InputShape.Size).Select(_ => random.Next(-16, 17) / 8f)];
        using var module = new NetworkModule(network, weights, seed: 0);
        var expected = module.Score(rows);
        var scores = new float[expected.Length];
        PackedNetwork.Compile(network, weights).Score(rows, scores);
        for (var i = 0; i < scores.Length; i++)
            Assert.AreEqual(expected[i], scores[i], 1e-4f * Math.Max(1, expected.Max()), $"score {i}");

        // The module gives back what went in, every parameter included.
        foreach (var (name, weight) in module.Save())
            CollectionAssert.AreEqual(weights[name].Values.ToArray(), weight.Values.ToArray(), name);
    }
}
