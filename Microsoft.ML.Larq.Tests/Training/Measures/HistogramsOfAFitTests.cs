using Microsoft.ML.Larq.Checkpoints;
using Microsoft.ML.Larq.Progress.Facts;
using Microsoft.ML.Larq.Tests.Progress;
using Microsoft.ML.Larq.Tests.Training.Callbacks;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;

namespace Microsoft.ML.Larq.Tests.Training.Measures;

/// <summary>Histograms that option HistogramInterval asks for, from the training to the saved model.</summary>
[TestClass]
public sealed class HistogramsOfAFitTests
{
    // 90 rows in batches of 16: six an epoch.
    private const int Batches = 6;
    private readonly MLContext _context = new(seed: 1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("larq-histograms");

    [TestCleanup]
    public void Delete() => _folder.Delete(recursive: true);

    // Counted from the weights before the last step, by the limits of thirty equal ranges.
    [TestMethod]
    public void Fit_EveryThirdEpoch_KeepsWhatTheWeightsWere()
    {
        List<float[]> weights = [];
        var options = Asking(interval: 3, epochs: 6);
        options.Callbacks =
        [
            new Hooks
            {
                BatchBegin = t =>
                {
                    if (t.Progress.Batch == Batches - 1)
                        weights.Add(t.ReadWeights()["quant_dense/kernel"].Values.ToArray());
                },
            },
        ];
        var model = Trainers.Fit(_context, options);
        var taken = model.History.Facts!.Histograms;
        CollectionAssert.AreEqual(new[] { 1, 4, 6 }, taken.Epochs.Select(one => one.Epoch).ToArray());
        foreach (var (epoch, byTag) in taken.Epochs)
        {
            CollectionAssert.AreEquivalent(
                new[]
                {
                    "weights/quant_dense", "gradients/quant_dense", "weights/quant_dense_1",
                    "gradients/quant_dense_1", "pre_activations/quant_dense_1.input",
                    "gradients/quant_dense_1.input",
                },
                byTag.Keys.ToArray());
            var (values, seen) = (weights[epoch - 1], byTag["weights/quant_dense"]);
            double least = values.Min(), largest = values.Max();
            Assert.AreEqual((least, largest), (seen.Least, seen.Largest));
            for (var range = 0; range < 30; range++)
            {
                var from = least + ((largest - least) * range / 30);
                var to = least + ((largest - least) * (range + 1) / 30);
                Assert.AreEqual(
                    values.Count(value => value >= from && (value < to || range == 29)), seen.Counts[range],
                    1, $"epoch {epoch}, range {range}: one value may lie on the limit");
            }

            Assert.AreEqual(values.Length, seen.Counts.Sum());
        }

        model.History.WriteTensorBoard(_folder.FullName);
        var events = EventReader.Single(Path.Combine(_folder.FullName, "train"))
            .SelectMany(one => one.Summary?.Value.Where(value => value.Histo is not null)
                .Select(value => (one.Step, value.Tag, value.Histo.Num)) ?? []).ToArray();
        CollectionAssert.AreEquivalent(
            taken.Epochs.SelectMany(one => one.ByTag
                .Select(pair => ((long)one.Epoch, pair.Key, (double)pair.Value.Count))).ToArray(),
            events);
        var loaded = BinarizedNetworkTransformer.Load(model.ToPayload());
        Assert.AreEqual(Text(model), Text(loaded));
        CollectionAssert.AreEqual(Trainers.Bytes(model), Trainers.Bytes(loaded));
    }

    [TestMethod]
    public void Fit_WithoutAsking_KeepsNone()
    {
        var model = Trainers.Fit(_context, Trainers.Options());
        Assert.IsEmpty(model.History.Facts!.Histograms.Epochs);
        Assert.IsFalse(model.Facts.ToJson()["training"]!.AsObject().ContainsKey("histograms"));
    }

    [TestMethod]
    public void Fit_Resumed_KeepsTheSameHistograms()
    {
        var whole = Trainers.Bytes(Trainers.Fit(_context, Asking(interval: 1, epochs: 16)));
        var broken = Asking(interval: 1, epochs: 16);
        broken.Checkpoints = new CheckpointOptions(_folder.FullName);
        broken.Callbacks =
        [
            new Hooks
            {
                EpochEnd = t =>
                {
                    if (t.Progress.Epoch == 14) throw new TimeoutException();
                },
            },
        ];
        Assert.ThrowsExactly<TimeoutException>(() => Trainers.Fit(_context, broken));
        var resumed = Asking(interval: 1, epochs: 16);
        resumed.ResumeFrom = _folder.FullName;
        var model = Trainers.Fit(_context, resumed);
        Assert.HasCount(TakenHistograms.MostEpochs, model.History.Facts!.Histograms.Epochs);
        CollectionAssert.AreEqual(whole, Trainers.Bytes(model));
    }

    private static Options Asking(int interval, int epochs)
    {
        var options = Trainers.Options(epochs: epochs);
        options.HistogramInterval = interval;
        return options;
    }

    private static string Text(BinarizedNetworkTransformer model) =>
        model.History.Facts!.Histograms.ToJson().ToJsonString();
}
