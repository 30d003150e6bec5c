using System.Text.RegularExpressions;
using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>The guide to distillation: its code runs, Real-to-Binary's four stages on a small network.</summary>
[TestClass]
public partial class DistillationGuideTests
{
    [TestMethod]
    public void Code_IsTheExampleBelow() => GuideCode.AssertIsIn("Distillation.md", "DistillationGuideTests.cs", 3);

    [TestMethod]
    public void RealToBinary_OnDigits_TrainsFourStages()
    {
        var messages = new List<string>();
        var mlContext = new MLContext(seed: 1);
        mlContext.Log += (_, e) => messages.Add(e.Message);
        var digits = mlContext.Data.TakeRows(mlContext.Data.LoadFromTextFile<Digit>(
            Path.Combine(SourceTree.Root, "samples", "data", "digits.csv"), ','), 500);
        var rows = mlContext.Transforms.Conversion.MapValueToKey("Label").Fit(digits).Transform(digits);
        var model = RealToBinary(mlContext, epochs: 3).Fit(rows);
        string[] stages = ["resnet", "real", "activations", "binary"];
        CollectionAssert.AreEqual(
            stages, messages.Select(message => Stage().Match(message)).Where(match => match.Success)
                .Select(match => match.Groups[1].Value).ToArray());
        foreach (var name in new[] { "block_1a_conv", "block_1b_conv", "block_2a_conv", "block_2b_conv" })
            Assert.AreEqual(1, model.Network[name].Weights.Single(weight => weight.Name == "kernel").Precision, name);
        Assert.Contains(
            message => message.Contains("afresh: none; not used: none", StringComparison.Ordinal), messages);
        CollectionAssert.Contains(model.History.Names.ToArray(), MetricNames.OutputLoss);
        CollectionAssert.DoesNotContain(model.History.Names.ToArray(), MetricNames.AttentionLoss);
        Assert.IsGreaterThan(0.5, model.History[MetricNames.Accuracy][^1]);
    }

    // What the guide says of the zoo's networks: blocks end in layers of the same size, and the last stage finds all
    // its weights under the names of the one before.
    [TestMethod]
    public void RealToBinary_OfTheZoo_FitsStageByStage()
    {
        Func<NetworkTensor, int, NetworkTensor>[] networks =
            [Zoo.ResNet18FP, Zoo.RealToBinaryNetFP, Zoo.RealToBinaryNetBAN, Zoo.RealToBinaryNet];
        string[] names = ["resnet_fp", "r2b_fp", "r2b_ban", "r2b_bnn"];
        var stages = networks.Select(
            build => NetworkDefinition.Build(new TensorShape(224, 224, 3), x => build(x, 10))).ToArray();
        for (var block = 2; block <= 9; block++)
        {
            var shapes = stages.Zip(names, (stage, name) => stage[$"{name}_block_{block}_out"].OutputShape)
                .Distinct().ToArray();
            Assert.HasCount(1, shapes, $"block {block}");
            Assert.IsGreaterThan(1, shapes[0][0]);
        }

        static (string, TensorShape)[] Weights(NetworkDefinition network, string from, string to) =>
        [
            .. network.Layers.SelectMany(layer => layer.Weights.Select(weight =>
                (layer.Name.Replace(from, to, StringComparison.Ordinal) + "/" + weight.Name, weight.Shape))),
        ];

        var wanted = Weights(stages[3], "r2b_bnn", "r2b_bnn");
        Assert.IsGreaterThan(100, wanted.Length);
        CollectionAssert.AreEquivalent(wanted, Weights(stages[2], "r2b_ban", "r2b_bnn"));
    }

    [TestMethod]
    public void Simple_OnDigits_Learns()
    {
        var mlContext = new MLContext(seed: 1);
        var digits = mlContext.Data.TakeRows(mlContext.Data.LoadFromTextFile<Digit>(
            Path.Combine(SourceTree.Root, "samples", "data", "digits.csv"), ','), 300);
        var rows = mlContext.Transforms.Conversion.MapValueToKey("Label").Fit(digits).Transform(digits);
        var teacher = mlContext.Larq()
            .BinaryNet("Label", "Pixels", (x, outputs) => x.Dense(outputs), epochs: 2).Fit(rows);
        var options = Simple(teacher);
        (options.FeatureColumnName, options.Epochs) = ("Pixels", 2);
        Assert.HasCount(2, mlContext.Larq().BinaryNet(options).Fit(rows).History[MetricNames.OutputLoss]);
    }

    private static BinarizedNetworkTrainer.Options Simple(BinarizedNetworkTransformer teacher)
    {
        var options = new BinarizedNetworkTrainer.Options
        {
            Distillation = new Distillation(teacher) { Temperature = 4 },
        };

        return options;
    }

    private static NetworkTensor ResNet(NetworkTensor input, int outputs)
    {
        var x = input.Conv2D(16, 3, padding: PadMode.Same, useBias: false).BatchNormalization().Relu();
        for (var block = 1; block <= 2; block++)
            x = x.Residual(branch => Half(Half(branch))).Relu().Identity($"block_{block}_out");
        return x.GlobalAveragePool().Dense(outputs);

        static NetworkTensor Half(NetworkTensor x) =>
            x.Conv2D(16, 3, padding: PadMode.Same).BatchNormalization().Relu();
    }

    private static NetworkTensor Student(NetworkTensor input, int outputs, Quantizer? activations, Quantizer? kernels)
    {
        var x = input.Conv2D(16, 3, padding: PadMode.Same, useBias: false, name: "stem")
            .BatchNormalization(name: "stem_norm");
        for (var block = 1; block <= 2; block++)
            x = Half(Half(x, $"block_{block}a"), $"block_{block}b").Identity($"block_{block}_out");
        return x.GlobalAveragePool().Dense(outputs, name: "logits");

        NetworkTensor Half(NetworkTensor x, string name)
        {
            var normal = x.BatchNormalization(name: $"{name}_norm");
            return (activations is null ? normal.Activation(ActivationFunction.Tanh, $"{name}_tanh") : normal)
                .QuantConv2D(
                    16, 3, padding: PadMode.Same, padValue: activations is null ? 0 : 1,
                    inputQuantizer: activations, kernelQuantizer: kernels, useBias: false, name: $"{name}_conv")
                .PReLU([1, 2], name: $"{name}_prelu").Add(x);
        }
    }

    private static IEstimator<BinarizedNetworkTransformer> RealToBinary(MLContext mlContext, int epochs)
    {
        var trainer = mlContext.Larq().BinaryNetInStages(
            new("resnet", _ => Stage(ResNet, Optimize.Sgd(Schedule.WarmUpCosine(0.1f, 1)))),
            new("real", earlier => Stage(
                (x, outputs) => Student(x, outputs, null, null),
                Optimize.Adam(Schedule.Cosine(0.01f)), Lesson(earlier["resnet"]))),
            new("activations", earlier => Stage(
                (x, outputs) => Student(x, outputs, "ste_sign", null),
                Optimize.Adam(Schedule.Cosine(0.01f)), Lesson(earlier["real"]))),
            new("binary", earlier => Stage(
                (x, outputs) => Student(x, outputs, "ste_sign", "ste_sign"),
                Optimize.Adam(Schedule.WarmUpCosine(0.002f, 1)),
                new Distillation(earlier["activations"]) { OutputWeight = 0.8f }, earlier["activations"].Weights)));

        static Distillation Lesson(BinarizedNetworkTransformer teacher) => new(teacher)
        {
            OutputWeight = 3,
            AttentionWeight = 30,
            Attention = ["block_1_out", "block_2_out"],
        };

        BinarizedNetworkTrainer.Options Stage(
            Func<NetworkTensor, int, NetworkTensor> network, OptimizerSpec optimizer, Distillation? lesson = null,
            NetworkWeights? start = null) => new()
            {
                FeatureColumnName = "Pixels",
                Image = new ImageShape(8, 8, 1),
                Network = network,
                Optimizer = optimizer,
                Distillation = lesson,
                StartWeights = start,
                BatchSize = 16,
                Epochs = epochs,
            };

        return trainer;
    }

    [GeneratedRegex("Stage '(\\w+)' begins")]
    private static partial Regex Stage();

    public sealed class Digit
    {
        [LoadColumn(0, 63), VectorType(64)]
        public float[] Pixels { get; set; } = [];

        [LoadColumn(64)]
        public int Label { get; set; }
    }
}
