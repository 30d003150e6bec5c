using System.Runtime.InteropServices;
using Microsoft.ML.Data;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Tests.Formats.Keras;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests;

/// <summary>From a file of Keras to predictions for classes of one's own.</summary>
[TestClass]
public class TransferLearningTests
{
    private const int Side = 6;
    private const int OldClasses = 7;
    private const float Apart = 3;

    private static readonly string[] Names = ["heart", "moon", "star"];

    // What a file would hold: latent kernels, and statistics that no data here have.
    private static readonly PackedCase Published = new(
        3, new TensorShape(Side, Side, 3), input => Trunk(input).GlobalAveragePool().Dense(OldClasses, name: "old"));

    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Fit_FrozenTrunkFromKeras_KeepsItBitForBitUntilAfterLoading(bool latent)
    {
        using var file = new KerasLayout()
            .With(Published.Weights, Published.Definition.Layers.Where(layer => !layer.Weights.IsEmpty)).ToFile();
        var start = NetworkWeights.FromKeras(Published.Definition, file.Path);
        var rows = _context.Data.LoadFromEnumerable(Rows(60));
        var model = _context.Transforms.Conversion.MapValueToKey("Label")
            .Append(_context.Larq().BinaryNet(Options(start, latent))).Fit(rows);
        var trained = model.LastTransformer;
        AssertTrunk(Published.Weights, trained.Weights);
        Assert.IsFalse(trained.Weights.ContainsKey("old/kernel"));

        using var stream = new MemoryStream();
        _context.Model.Save(model, rows.Schema, stream);
        var loaded = new MLContext().Model.Load(stream, out _);
        var network = ((IEnumerable<ITransformer>)loaded).OfType<BinarizedNetworkTransformer>().Single();
        AssertTrunk(latent ? Published.Weights : Published.Weights.Quantized(Published.Definition), network.Weights);
        CollectionAssert.AreEqual(
            new[] { "head" },
            network.Network.Layers.Where(layer => layer.Weights.Any(spec => spec.Trainable))
                .Select(layer => layer.Name).ToArray());

        // The oracle reads the trunk from what was put into the file, and only the head from what was trained.
        var before = model.Transform(rows).GetColumn<float[]>("Score").ToArray();
        using var engine = _context.Model.CreatePredictionEngine<Input, Output>(loaded);
        var mixed = Published.Weights.With(
            network.Weights.Where(weight => weight.Key.StartsWith("head/", StringComparison.Ordinal)));
        foreach (var (index, row) in Rows(60).Index())
        {
            var score = engine.Predict(row).Score;
            CollectionAssert.AreEqual(before[index], score);
            PackedCase.AssertClose(
                Softmax(NaiveNetwork.Evaluate(network.Network, mixed, row.Features)), score, $"row {index}");
        }
    }

    [TestMethod]
    public void Fit_NewHeadOnAFrozenTrunk_LearnsTheNewClasses()
    {
        var model = _context.Transforms.Conversion.MapValueToKey("Label")
            .Append(_context.Larq().BinaryNet(Options(Published.Weights, latent: false)))
            .Fit(_context.Data.LoadFromEnumerable(Rows(60)));
        var unseen = _context.Data.LoadFromEnumerable(Rows(60, seed: 9));
        // Chance gives a third.
        Assert.IsGreaterThan(0.8, _context.MulticlassClassification.Evaluate(model.Transform(unseen)).MicroAccuracy);
    }

    private static BinarizedNetworkTrainer.Options Options(NetworkWeights start, bool latent) => new()
    {
        Network = (input, outputs) => input.Frozen(Trunk).GlobalAveragePool().Dense(outputs, name: "head"),
        StartWeights = start,
        SaveLatentWeights = latent,
        Optimizer = Optimize.Adam(0.05f),
        Epochs = 30,
        BatchSize = 20,
    };

    private static NetworkTensor Trunk(NetworkTensor input) => input
        .Conv2D(8, 3, padding: PadMode.Same).BatchNormalization(epsilon: PackedCase.Epsilon)
        .QuantConv2D(
            16, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: "ste_sign",
            kernelQuantizer: "ste_sign", useBias: false)
        .BatchNormalization(epsilon: PackedCase.Epsilon);

    private static void AssertTrunk(NetworkWeights expected, NetworkWeights actual)
    {
        var names = expected.Keys.Where(name => !name.StartsWith("old/", StringComparison.Ordinal)).ToArray();
        Assert.HasCount(11, names);
        foreach (var name in names)
        {
            CollectionAssert.AreEqual(
                MemoryMarshal.AsBytes(expected[name].Values).ToArray(),
                MemoryMarshal.AsBytes(actual[name].Values).ToArray(),
                name);
        }
    }

    // Eighths, so that sums are exact and no sign hangs on rounding; each class is bright in a colour of its own.
    private static IEnumerable<Input> Rows(int count, int seed = 5)
    {
        var random = new Random(seed);
        for (var row = 0; row < count; row++)
        {
            var kind = row % Names.Length;
            yield return new Input
            {
                Label = Names[kind],
                Features = [.. Enumerable.Range(0, Side * Side * 3).Select(i =>
                    (random.Next(-8, 9) / 8f) + (kind == i % 3 ? Apart : 0))],
            };
        }
    }

    private static double[] Softmax(double[] logits)
    {
        var sum = logits.Sum(Math.Exp);
        return [.. logits.Select(logit => Math.Exp(logit) / sum)];
    }

    public sealed class Input
    {
        [VectorType(Side, Side, 3)]
        public float[] Features { get; set; } = [];

        public string Label { get; set; } = "";
    }

    public sealed class Output
    {
        public float[] Score { get; set; } = [];
    }
}
