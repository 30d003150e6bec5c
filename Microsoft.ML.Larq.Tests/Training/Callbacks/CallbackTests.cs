using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training;
using TorchSharp;

namespace Microsoft.ML.Larq.Tests.Training.Callbacks;

[TestClass]
public class CallbackTests
{
    // 40 rows in batches of 16: three a epoch.
    private const int Batches = 3;

    [TestMethod]
    public void Run_TwoCallbacks_AreCalledInOrderAroundEverything()
    {
        var calls = new List<string>();
        Train(2, new Recorder(calls, "a"), new Recorder(calls, "b"));
        var batches = Enumerable.Repeat(new[] { "batch begin", "batch end" }, Batches).SelectMany(x => x);
        string[] epoch = ["epoch begin", .. batches, "epoch end"];
        string[] all = ["train begin", .. epoch, .. epoch, "train end"];
        CollectionAssert.AreEqual(all.SelectMany(call => new[] { "a " + call, "b " + call }).ToArray(), calls);
    }

    [TestMethod]
    public void Progress_InEachCall_SaysWhereTrainingStands()
    {
        var seen = new List<string>();
        Train(2, new Hooks
        {
            TrainBegin = t => seen.Add($"begin {t.Progress.Epoch} {t.Progress.Batch}"),
            EpochBegin = t => seen.Add($"epoch {t.Progress.Epoch} {t.Progress.Batch} {t.Progress.EpochCompleted}"),
            BatchBegin = t => seen.Add($"< {t.Progress.Batch}"),
            BatchEnd = t =>
            {
                seen.Add($"> {t.Progress.Batch}");
                Assert.IsTrue(double.IsFinite(t.Progress[MetricNames.Loss]));
            },
            EpochEnd = t => seen.Add($"over {t.Progress.Epoch} {t.Progress.EpochCompleted}"),
            TrainEnd = t => seen.Add($"end {t.Progress.Epoch} {t.Progress.EpochCompleted}"),
        });
        Assert.AreEqual(
            "begin 0 0; epoch 1 0 False; < 0; > 1; < 1; > 2; < 2; > 3; over 1 True; "
            + "epoch 2 0 False; < 0; > 1; < 1; > 2; < 2; > 3; over 2 True; end 2 True",
            string.Join("; ", seen));
    }

    [TestMethod]
    public void Progress_AtTheEpochsEnd_IsWhatWasReported()
    {
        var listener = new Listener();
        var values = new List<KeyValuePair<string, double>[]>();
        Train(2, listener, validation: true, new Hooks { EpochEnd = t => values.Add([.. t.Progress.Values]) });
        var reported = listener.Epochs.Select(report => report.Values.ToArray()).ToArray();
        Assert.HasCount(2, values);
        for (var epoch = 0; epoch < 2; epoch++) CollectionAssert.AreEqual(reported[epoch], values[epoch]);
    }

    [TestMethod]
    public void Stop_InAnEpochsEnd_IsTheLastEpoch()
    {
        var listener = new Listener();
        var calls = new List<string>();
        Train(9, listener, validation: false, new Recorder(calls, "a"), new Hooks
        {
            EpochEnd = t =>
            {
                if (t.Progress.Epoch == 2) t.Stop("enough");
            },
        });
        Assert.AreEqual(2, listener.Epochs.Count());
        Assert.AreEqual("a train end", calls[^1]);
    }

    [TestMethod]
    public void Stop_InABatchsEnd_EndsTheEpochWithItsValidationAndReport()
    {
        var listener = new Listener();
        Train(9, listener, validation: true, new Hooks
        {
            BatchEnd = t =>
            {
                if (t.Progress is { Epoch: 2, Batch: 1 }) t.Stop();
            },
        });
        var last = listener.Reports[^1];
        Assert.AreEqual((2, 1, true), (last.Epoch, last.Batch, last.EpochCompleted));
        Assert.IsTrue(double.IsFinite(last["Validation Loss"]));
    }

    [TestMethod]
    public void Stop_BeforeTraining_LeavesTheWeightsAsTheyWere()
    {
        var start = NetworkWeights.Initialize(Small, 1);
        var weights = Train(9, new Hooks { TrainBegin = t => t.Stop() });
        CollectionAssert.AreEqual(
            start["quant_dense/kernel"].Values.ToArray(), weights["quant_dense/kernel"].Values.ToArray());
    }

    [TestMethod]
    public void ReadWeights_AtTheEnd_AreThoseReturnedAndTheCopyStays()
    {
        NetworkWeights? early = null, last = null;
        var final = Train(3, new Hooks
        {
            EpochEnd = t =>
            {
                early ??= t.ReadWeights();
                last = t.ReadWeights();
            },
        });
        foreach (var (name, weight) in final)
            CollectionAssert.AreEqual(weight.Values.ToArray(), last![name].Values.ToArray(), name);
        Assert.IsFalse(early!["quant_dense/kernel"].Values.SequenceEqual(final["quant_dense/kernel"].Values));
        var once = Train(1);
        CollectionAssert.AreEqual(
            once["quant_dense/kernel"].Values.ToArray(), early["quant_dense/kernel"].Values.ToArray());
    }

    // Whoever looks changes nothing: the same bits with and without.
    [TestMethod]
    public void Run_CallbackThatReadsEverything_ChangesNoWeight()
    {
        var plain = Train(3);
        var watched = Train(3, new Hooks
        {
            TrainBegin = t => t.ReadWeights(),
            BatchBegin = t => _ = t.Progress,
            BatchEnd = t => t.ReadWeights(),
            EpochEnd = t => t.ReadWeights(),
        });
        foreach (var (name, weight) in plain)
            CollectionAssert.AreEqual(weight.Values.ToArray(), watched[name].Values.ToArray(), name);
    }

    [TestMethod]
    public void ScaleLearningRate_Twice_MultipliesTheSchedulesValues()
    {
        var listener = new Listener { IsDue = true };
        Train(1, listener, validation: false, new Hooks
        {
            BatchEnd = t =>
            {
                if (t.Progress.Batch < 3) t.ScaleLearningRate(0.5);
                Assert.AreEqual(Math.Pow(0.5, Math.Min(t.Progress.Batch, 2)), t.LearningRateFactor);
            },
        });
        var rates = listener.Reports.Where(r => !r.EpochCompleted).Select(r => r[MetricNames.LearningRate]).ToArray();
        CollectionAssert.AreEqual(new[] { 0.5, 0.25, 0.125 }, rates);
    }

    [TestMethod]
    public void ScaleLearningRate_CaseOfOptimizers_ReachesBothRatesAndNotTheThreshold()
    {
        var listener = new Listener { IsDue = true };
        var optimizer = Optimize.Case(binary: Optimize.Bop(0.5f, 0.25f), other: Optimize.Sgd(0.5f));
        Train(1, listener, validation: false, optimizer, new Hooks { TrainBegin = t => t.ScaleLearningRate(0.5) });
        var report = listener.Reports[0];
        Assert.AreEqual((0.25, 0.125, 0.5),
            (report[MetricNames.LearningRate], report["Gamma/binary"], report["Threshold/binary"]));
    }

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(-0.5)]
    [DataRow(1.5)]
    [DataRow(double.NaN)]
    public void ScaleLearningRate_OutOfRange_NamesRangeAndValue(double factor)
    {
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(
            () => Train(1, new Hooks { EpochEnd = t => t.ScaleLearningRate(factor) }));
        StringAssert.Contains(error.Message, "above 0 and at most 1");
        StringAssert.Contains(error.Message, factor.ToString());
    }

    [TestMethod]
    [DataRow("train begin")]
    [DataRow("epoch begin")]
    [DataRow("batch begin")]
    [DataRow("batch end")]
    [DataRow("epoch end")]
    [DataRow("train end")]
    public void Fit_CallbackThrows_TheErrorArrivesAndNothingIsLeft(string where)
    {
        var context = new MLContext(seed: 1);
        Trainers.Fit(context, Trainers.Options(epochs: 1));
        var folder = Directory.CreateTempSubdirectory("larq");
        context.TempFilePath = folder.FullName;
        var options = Trainers.Options(epochs: 2);
        options.CacheBudget = 0;
        var error = new TimeoutException("mine");
        options.Callbacks = [new Recorder([], "a")
        {
            Heard = call =>
            {
                // A tensor that nobody disposes goes with the call.
                torch.zeros(4);
                if (call == where) throw error;
            },
        }];
        var before = torch.Tensor.TotalCount;
        Assert.AreSame(error, Assert.ThrowsExactly<TimeoutException>(() => Trainers.Fit(context, options)));
        Assert.AreEqual(5, torch.Tensor.TotalCount - before, "TorchSharp's count stays one high for each parameter.");
        Assert.IsEmpty(folder.EnumerateFileSystemInfos("*", SearchOption.AllDirectories).ToArray());
        folder.Delete(recursive: true);
    }

    [TestMethod]
    public void Context_AfterTraining_SaysItHasEnded()
    {
        TrainingContext? kept = null;
        Train(1, new Hooks { EpochEnd = t => kept = t });
        Action[] uses = [() => kept!.ReadWeights(), () => kept!.ScaleLearningRate(0.5), () => kept!.Stop("now")];
        foreach (var use in uses)
            StringAssert.Contains(Assert.ThrowsExactly<InvalidOperationException>(use).Message, "has ended");
    }

    [TestMethod]
    public void Callbacks_NullOrNullAmongThem_AreRefused()
    {
        var options = new BinarizedNetworkTrainer.Options();
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentNullException>(() => options.Callbacks = null!).Message,
            "Option Callbacks is a list");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => options.Callbacks = [new Hooks(), null!]).Message,
            "Option Callbacks has no null among its elements, got one at 1");
    }

    private static readonly NetworkDefinition Small = NetworkDefinition.Build(new TensorShape(6), x => x
        .QuantDense(5, kernelQuantizer: "ste_sign", useBias: false).BatchNormalization(scale: false).Dropout(0.2f)
        .QuantDense(2, "ste_sign", "ste_sign", useBias: false).BatchNormalization());

    private static NetworkWeights Train(int epochs, params TrainingCallback[] callbacks) =>
        Train(epochs, new Listener(), validation: false, callbacks);

    private static NetworkWeights Train(
        int epochs, Listener listener, bool validation, params TrainingCallback[] callbacks) =>
        Train(epochs, listener, validation, Optimize.Sgd(0.5f), callbacks);

    private static NetworkWeights Train(
        int epochs, Listener listener, bool validation, OptimizerSpec optimizer, params TrainingCallback[] callbacks)
    {
        using var rows = Probe.Rows(3, 40, 6, x => x[0] > 0 ? 1 : 0);
        var settings = Probe.Settings() with
        {
            Epochs = epochs,
            BatchSize = 16,
            Optimizer = optimizer,
            Callbacks = callbacks,
        };
        using var session = new TrainingSession(
            Small, NetworkWeights.Initialize(Small, 1), settings, rows, validation ? rows : null, torch.CPU, listener);
        session.Run();
        return session.Weights;
    }
}
