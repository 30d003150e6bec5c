using Microsoft.ML.Larq.Checkpoints;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Progress.Facts;
using Microsoft.ML.Larq.Tests.Training.Callbacks;
using Microsoft.ML.Larq.Training;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;

namespace Microsoft.ML.Larq.Tests.Fitting;

/// <summary>What a training knows beside its values, from the rows to the saved model.</summary>
[TestClass]
public class FactsOfAFitTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("larq-facts");

    [TestCleanup]
    public void Delete() => _folder.Delete(recursive: true);

    [TestMethod]
    public void Fit_Classes_KnowsRowsLabelsLayersAndOptimizers()
    {
        var options = Trainers.Options();
        options.ValidationSet = Trainers.Table(_context);
        options.Optimizer = Optimize.Case(
            Optimize.Bop(1e-6f, Schedule.Cosine(1e-3f)), Optimize.AdamW(Schedule.Cosine(0.02f, 0.5f), 0.3));
        var before = DateTimeOffset.UtcNow.AddMilliseconds(-1);
        var facts = Trainers.Fit(_context, options).History.Facts!;
        Assert.AreEqual((90, 90, 16, 6, 3), (
            facts.Rows, facts.ValidationRows, facts.BatchSize, facts.Batches, facts.Epochs));
        Assert.AreEqual(90, facts.Labels.Counts.Sum());
        Assert.AreEqual(
            -facts.Labels.Counts.Sum(count => count / 90.0 * Math.Log(count / 90.0)), facts.Labels.Guess, 1e-12);
        Assert.AreEqual(facts.Labels.Guess, facts.Labels.ValidationGuess!.Value, 1e-12);
        CollectionAssert.AreEqual(
            new[] { "quant_dense", "quant_dense_1" }, facts.Layers.Select(layer => layer.Name).ToArray());
        Assert.AreEqual(
            new LayerFacts("quant_dense_1", "ste_sign", "ste_sign", "glorot_uniform", null, 1, 1, true, true),
            facts.Layers[1]);
        Assert.IsFalse(facts.Layers[0].IsNormalized);
        var (adam, bop) = (facts.Optimizers[0], facts.Optimizers[1]);
        Assert.AreEqual(("", "AdamW", "/binary", "Bop"), (adam.Case, adam.Name, bop.Case, bop.Name));
        Assert.IsEmpty(adam.Layers);
        CollectionAssert.AreEqual(new[] { "quant_dense", "quant_dense_1" }, bop.Layers.ToArray());
        AssertSetting(adam["Learning Rate"]!, 0.02, 0.0101, 0.005);
        AssertSetting(adam["Weight Decay"]!, 0.3, 0.3, 0.004);
        AssertSetting(bop["Threshold"]!, 1e-6, 1e-6, 1e-8);
        AssertSetting(bop["Gamma"]!, 1e-3, 7.6e-6, 1e-4);
        Assert.AreEqual(3, facts.WeightsOfEpoch);
        Assert.HasCount(3, facts.Times.Ends);
        Assert.IsTrue(before <= facts.Times.Started && facts.Times.Started <= facts.Times.Ends[0]);
        Assert.IsTrue(facts.Times.Seconds[0] <= facts.Times.Seconds[1] && facts.Times.Ends[2] <= DateTimeOffset.UtcNow);
    }

    [TestMethod]
    public void Fit_KernelOfOnes_KnowsThatItStartsAtTheBound()
    {
        var options = Trainers.Options();
        options.Network = (input, outputs) => input
            .QuantDense(8, kernelQuantizer: "ste_sign", kernel: new() { Initializer = Initializer.Ones })
            .BatchNormalization().QuantDense(outputs, "ste_sign", "ste_sign").BatchNormalization();
        var before = Trainers.Fit(_context, options).History.Facts!.Before;
        Assert.AreEqual((1.0, 0.0), (before["starved/quant_dense"], before["starved/quant_dense_1"]));
        Assert.IsTrue(before.Keys.All(MetricNames.IsOfLayer));
    }

    [TestMethod]
    public void Fit_Regression_KnowsTheLabelsUnit()
    {
        var model = Trainers.Fit(_context, Trainers.Options("Target"));
        var labels = model.History.Facts!.Labels;
        Assert.IsTrue(labels.IsRegression && double.IsNaN(labels.BaseRate));
        Assert.AreEqual(1, labels.Guess, 1e-6);
        Assert.AreEqual((double)model.Facts.LabelDeviation, labels.Deviation);
        Assert.AreEqual("SquaredError", labels.Loss);
    }

    [TestMethod]
    public void Fit_SavedAndLoaded_HasTheSameFactsAndWarnings()
    {
        var options = Trainers.Options();
        options.ClipLatentWeights = false;
        var model = Trainers.Fit(_context, options);
        Assert.AreEqual(WarningNames.UnclippedKernel, model.History.Warnings[0].Name);
        var loaded = BinarizedNetworkTransformer.Load(model.ToPayload());
        Assert.AreEqual(model.History.Facts!.ToJson().ToJsonString(), loaded.History.Facts!.ToJson().ToJsonString());
        CollectionAssert.AreEqual(model.History.Warnings.ToArray(), loaded.History.Warnings.ToArray());
    }

    [TestMethod]
    public void Fit_WeightsPutBack_KnowsWhichEpochsTheyAre()
    {
        var options = Trainers.Options(epochs: 8);
        options.Callbacks = [new EarlyStopping(MetricNames.Loss, patience: 8, mode: MetricMode.Max)];
        var history = Trainers.Fit(_context, options).History;
        var worst = history[MetricNames.Loss].Index().MaxBy(loss => loss.Item).Index + 1;
        Assert.AreEqual(worst, history.Facts!.WeightsOfEpoch);
        Assert.AreNotEqual(8, worst);
    }

    // Facts that only the beginning knew, and warnings that were given then, are still there after an interruption.
    [TestMethod]
    public void Fit_Resumed_KeepsWhatTheBeginningKnew()
    {
        var options = Options();
        options.Checkpoints = new CheckpointOptions(_folder.FullName);
        options.Callbacks =
        [
            new Hooks
            {
                BatchEnd = training =>
                {
                    if (training.Progress.Epoch == 3) throw new TimeoutException();
                },
            },
        ];
        Assert.ThrowsExactly<TimeoutException>(() => Trainers.Fit(_context, options));
        var interrupted = CheckpointFolder.Latest(_folder.FullName).State.Story!;
        options = Options();
        options.ResumeFrom = _folder.FullName;
        var history = Trainers.Fit(_context, options).History;
        Assert.AreEqual(1.0, history.Facts!.Before["starved/quant_dense"]);
        Assert.AreEqual(interrupted.Facts.Times.Started, history.Facts.Times.Started);
        Assert.HasCount(4, history.Facts.Times.Seconds);
        CollectionAssert.AreEqual(
            interrupted.Facts.Times.Seconds.ToArray(), history.Facts.Times.Seconds.Take(2).ToArray());
        Assert.IsTrue(history.Facts.Times.Seconds[2] >= history.Facts.Times.Seconds[1]);
        Assert.AreEqual(1, history.Warnings.Count(warning =>
            warning is { Name: WarningNames.UnclippedKernel, Layer: "quant_dense" }));

        static Options Options()
        {
            var options = Trainers.Options(epochs: 4);
            options.ClipLatentWeights = false;
            options.Network = (input, outputs) => input
                .QuantDense(outputs, kernelQuantizer: "ste_sign", kernel: new() { Initializer = Initializer.Ones })
                .BatchNormalization();
            return options;
        }
    }

    private static void AssertSetting(SettingFacts setting, double value, double last, double usual)
    {
        Assert.AreEqual(value, setting.Value, value * 1e-3);
        Assert.AreEqual(last, setting.Last, last * 0.05);
        Assert.AreEqual(usual, setting.Default, usual * 1e-3);
    }
}
