using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Progress;
using Microsoft.ML.Larq.Training;
using TorchSharp;
using Event = Tensorboard.Event;
using Histogram = Tensorboard.HistogramProto;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;

namespace Microsoft.ML.Larq.Tests.Training.Callbacks;

[TestClass]
public sealed class TensorBoardHistogramTests
{
    // 90 rows in batches of 16: six an epoch, the last of 10 rows.
    private const int Batches = 6;
    private const int LastRows = 10;
    private readonly MLContext _context = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("larq-events").FullName;

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    // Two layers: 24 bits to 64 values, 64 signs to 3.
    [TestMethod]
    public void Fit_WithHistograms_HasThoseOfTheLastBatch()
    {
        List<NetworkWeights> weights = [];
        Trainers.Fit(_context, Watched(3, 2, new TensorBoard(_folder), new Hooks
        {
            BatchBegin = t =>
            {
                if (t.Progress.Batch == Batches - 1) weights.Add(t.ReadWeights());
            },
        }));
        var histograms = Histograms();
        CollectionAssert.AreEquivalent(
            new[]
            {
                "weights/quant_dense", "gradients/quant_dense",
                "weights/quant_dense_1", "gradients/quant_dense_1",
                "pre_activations/quant_dense_1.input", "gradients/quant_dense_1.input",
            },
            histograms.Select(one => one.Tag).Distinct().ToArray());
        foreach (var steps in histograms.GroupBy(one => one.Tag))
            CollectionAssert.AreEqual(new long[] { 1, 3 }, steps.Select(one => one.Step).ToArray(), steps.Key);
        foreach (var (tag, step, histogram) in histograms)
        {
            Assert.AreEqual(histogram.Num, histogram.Bucket.Sum(), tag);
            Assert.AreEqual(histogram.Max, histogram.BucketLimit[^1], tag);
            var name = tag[(tag.IndexOf('/') + 1)..];
            var kernel = weights[(int)step - 1][name.Replace(".input", "") + "/kernel"].Values.ToArray();
            Assert.AreEqual(name.EndsWith(".input") ? LastRows * 64 : kernel.Length, histogram.Num, tag);
            if (!tag.StartsWith("weights/")) continue;
            Assert.AreEqual((kernel.Min(), kernel.Max()), ((float)histogram.Min, (float)histogram.Max), tag);
            Assert.AreEqual(kernel.Sum(value => (double)value), histogram.Sum, 1e-6, tag);
            Assert.AreEqual(kernel.Sum(value => (double)value * value), histogram.SumSquares, 1e-6, tag);
        }
    }

    // Whoever looks changes nothing, and leaves nothing behind.
    [TestMethod]
    public void Fit_WithHistograms_IsTheSameTraining()
    {
        var plain = Trainers.Fit(_context, Watched(3, 0));
        var options = Watched(3, 1, new TensorBoard(_folder));
        var before = torch.Tensor.TotalCount;
        var watched = Trainers.Fit(_context, options);
        Assert.AreEqual(5, torch.Tensor.TotalCount - before, "TorchSharp's count stays one high for each parameter.");
        CollectionAssert.AreEqual(plain.ToPayload().Weights, watched.ToPayload().Weights);
        foreach (var name in plain.History.Names)
            CollectionAssert.AreEqual(plain.History[name].ToArray(), watched.History[name].ToArray(), name);
    }

    [TestMethod]
    public void Fit_StoppedWithinAnEpoch_HasNoHistogramOfIt()
    {
        Trainers.Fit(_context, Watched(9, 1, new TensorBoard(_folder), new Hooks
        {
            BatchEnd = t =>
            {
                if (t.Progress is { Epoch: 2, Batch: 1 }) t.Stop();
            },
        }));
        CollectionAssert.AreEqual(new long[] { 1 }, Histograms().Select(one => one.Step).Distinct().ToArray());
    }

    [TestMethod]
    public void Fit_WithoutAskingForHistograms_HasNone()
    {
        Trainers.Fit(_context, Watched(2, 0, new TensorBoard(_folder)));
        Assert.IsEmpty(Histograms());
    }

    private static Options Watched(int epochs, int interval, params TrainingCallback[] callbacks)
    {
        var options = Trainers.Options(epochs: epochs);
        options.HistogramInterval = interval;
        options.Callbacks = [.. callbacks];
        return options;
    }

    private (string Tag, long Step, Histogram Histogram)[] Histograms() =>
    [
        .. from one in EventReader.Single(Path.Combine(_folder, "train"))
           where one.WhatCase == Event.WhatOneofCase.Summary
           from value in one.Summary.Value
           where value.ValueCase == Tensorboard.Summary.Types.Value.ValueOneofCase.Histo
           select (value.Tag, one.Step, value.Histo),
    ];
}
