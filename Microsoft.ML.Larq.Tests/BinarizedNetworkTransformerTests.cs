using System.IO.Compression;
using System.Reflection;
using Microsoft.ML.Data;
using Microsoft.ML.Larq.Tests.Formats;
using Microsoft.ML.Larq.Tests.Hosting;

namespace Microsoft.ML.Larq.Tests;

[TestClass]
public class BinarizedNetworkTransformerTests
{
    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    [DataRow("Label")]
    [DataRow("Flag")]
    [DataRow("Target")]
    public void Load_OfAWholeChain_ScoresTheSame(string label)
    {
        var rows = Samples.Data(_context);
        var chain = _context.Transforms.Conversion.MapValueToKey("Label", "Text")
            .Append(_context.Larq().BinaryNet(Trainers.Options(label))).Fit(rows);
        using var stream = new MemoryStream();
        _context.Model.Save(chain, rows.Schema, stream);
        var loaded = new MLContext().Model.Load(stream, out var schema);
        Assert.AreEqual(rows.Schema.Count, schema.Count);
        var (one, other) = (chain.Transform(rows), loaded.Transform(rows));
        CollectionAssert.AreEqual(
            ColumnText.Of(one.Schema, ["Score"]), ColumnText.Of(other.Schema, ["Score"]));
        CollectionAssert.AreEqual(Scores(one, label), Scores(other, label));
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Save_Loaded_WritesTheSameBytes(bool latent)
    {
        var options = Trainers.Options();
        options.SaveLatentWeights = latent;
        var model = Trainers.Fit(_context, options);
        var first = model.ToPayload();
        var loaded = BinarizedNetworkTransformer.Load(first);
        var second = loaded.ToPayload();
        CollectionAssert.AreEqual(first.Network, second.Network);
        CollectionAssert.AreEqual(first.Weights, second.Weights);
        var kernels = loaded.Weights.Single(pair => pair.Key.StartsWith("quant_dense_1", StringComparison.Ordinal))
            .Value.Values;
        Assert.AreEqual(latent, kernels.ContainsAnyExcept(-1f, 1f));
    }

    [TestMethod]
    public void Save_OnceMore_WritesTheSameEntriesButForTheTimes()
    {
        const string Timed = "Times.json";
        var models = new[] { 0, 1 }.Select(_ => Trainers.Fit(_context, Trainers.Options())).ToArray();
        CollectionAssert.AreEqual(Trainers.Bytes(models[0]), Trainers.Bytes(models[1]));
        var data = Trainers.Table(_context);
        CollectionAssert.AreEqual(Entries(), Entries());

        List<string> Entries()
        {
            using var stream = new MemoryStream();
            _context.Model.Save(Trainers.Fit(_context, Trainers.Options()), data.Schema, stream);
            using var zip = new ZipArchive(stream);
            return [.. zip.Entries
                .Where(entry => entry.Name != Timed)
                .Select(entry => $"{entry.FullName} {entry.Length} {entry.Crc32}")];
        }
    }

    [TestMethod]
    [DataRow(false, 40)]
    [DataRow(true, 40)]
    public void Save_DefaultNetworks_TakeLittleMoreThanTheirWeights(bool image, int epochs)
    {
        var options = Trainers.Options("Number", epochs);
        options.Network = null;
        options.BatchSize = 64;
        var data = Samples.Data(_context);
        if (image)
        {
            data = _context.Data.LoadFromEnumerable(Enumerable.Range(0, 8).Select(i => new Picture { Number = i }));
            options.Image = new ImageShape(8, 8, 1);
        }

        AssertSmall(_context.Larq().BinaryNet(options).Fit(data), data.Schema);
    }

    [TestMethod]
    public void Save_SmallNetworks_TakeLittleMoreThanTheirWeights() =>
        AssertSmall(Trainers.Fit(_context, Trainers.Options(epochs: 40)), Trainers.Table(_context).Schema);

    [TestMethod]
    public void Predict_OfAnEngine_EqualsTransform()
    {
        var model = SampleTransformer.Create();
        var expected = model.Transform(SampleTransformer.Data(_context)).GetColumn<float[]>("Score").ToArray();
        using var engine = _context.Model.CreatePredictionEngine<SampleTransformer.Row, Prediction>(model);
        var rows = SampleTransformer.Rows().ToArray();
        foreach (var i in new[] { 0, 1, 1, 5, 3, 0, 9 })
        {
            var prediction = engine.Predict(rows[i]);
            CollectionAssert.AreEqual(expected[i], prediction.Score);
            Assert.AreEqual(Array.IndexOf(expected[i], expected[i].Max()) + 1, (int)prediction.PredictedLabel);
        }
    }

    [TestMethod]
    public void Transform_FeatureNaN_GivesNaNAndNoClass()
    {
        var rows = SampleTransformer.Rows().ToArray();
        rows[4].Features[2] = float.NaN;
        rows[6].Features[0] = float.PositiveInfinity;
        var view = SampleTransformer.Create().Transform(_context.Data.LoadFromEnumerable(rows));
        var scores = view.GetColumn<float[]>("Score").ToArray();
        var keys = view.GetColumn<uint>("PredictedLabel").ToArray();
        Assert.IsTrue(scores[4].All(float.IsNaN));
        Assert.AreEqual(0u, keys[4]);
        for (var i = 0; i < 10; i++)
        {
            if (i is 4 or 6) continue;
            Assert.AreEqual(1, scores[i].Sum(), 1e-5);
            Assert.AreNotEqual(0u, keys[i]);
        }
    }

    [TestMethod]
    public void Transform_FeatureNaNBehindAThermometer_GivesNaN()
    {
        var model = Trainers.Fit(_context, Trainers.Options("Flag", epochs: 1));
        var rows = _context.Data.LoadFromEnumerable(
            [new Samples.Row { Features = [0, float.NaN, 0] }, new Samples.Row { Features = [0, 0, 0] }]);
        var view = model.Transform(rows);
        CollectionAssert.AreEqual(new[] { true, false }, view.GetColumn<float>("Probability").Select(float.IsNaN)
            .ToArray());
        Assert.IsFalse(view.GetColumn<bool>("PredictedLabel").First());
    }

    [TestMethod]
    [Timeout(120_000)]
    public void Load_FiveHundredDamagedFiles_GivesEqualScoresOrAnError()
    {
        using var file = new SavedModel(SampleTransformer.Payload());
        var good = File.ReadAllBytes(file.Path);
        var data = SampleTransformer.Data(_context);
        var expected = SampleTransformer.Create().Transform(data).GetColumn<float[]>("Score").SelectMany(row => row)
            .ToArray();
        var random = new Random(11);
        var refused = 0;
        for (var round = 0; round < 500; round++)
        {
            File.WriteAllBytes(file.Path, Corruption.Of(good, random));
            var before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                var model = _context.Model.Load(file.Path, out _);
                CollectionAssert.AreEqual(
                    expected, model.Transform(data).GetColumn<float[]>("Score").SelectMany(row => row).ToArray(),
                        $"round {round}");
            }
            catch (Exception error) when (error is not UnitTestAssertException)
            {
                AssertClear(error, $"round {round}");
                refused++;
            }

            Assert.IsLessThan(16L << 20, GC.GetAllocatedBytesForCurrentThread() - before, $"round {round}");
        }

        Assert.IsGreaterThan(250, refused);
    }

    private static void AssertClear(Exception error, string round)
    {
        while (error is TargetInvocationException { InnerException: { } inner }) error = inner;
        Assert.IsNotEmpty(error.Message, round);
        Assert.IsFalse(
            error is NullReferenceException or IndexOutOfRangeException or OutOfMemoryException or InvalidCastException
                or OverflowException,
            $"{round}: {error}");
    }

    private void AssertSmall(BinarizedNetworkTransformer model, DataViewSchema schema)
    {
        using var stream = new MemoryStream();
        _context.Model.Save(model, schema, stream);
        var bound = (1.15 * model.Network.WeightBits / 8) + 4096;
        using var zip = new ZipArchive(stream);
        var entries = string.Join('\n',
            zip.Entries.Select(entry => $"{entry.FullName} {entry.Length} {entry.CompressedLength}"));
        Console.WriteLine(
            $"{stream.Length} bytes, bound {bound:F0}, weights {model.Network.WeightBits / 8}\n{entries}");
        Assert.IsLessThanOrEqualTo(bound, stream.Length, entries);
    }

    private static float[] Scores(IDataView view, string label) => label == "Label"
        ? [.. view.GetColumn<float[]>("Score").SelectMany(row => row)]
        : [.. view.GetColumn<float>("Score")];

    private sealed class Picture
    {
        public float Number { get; set; }

        [VectorType(64)]
        public float[] Features { get; set; } = new float[64];
    }

    private sealed class Prediction
    {
        public float[] Score { get; set; } = [];

        public uint PredictedLabel { get; set; }
    }
}
