using Microsoft.ML.Larq.Checkpoints;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Tests.Metrics;
using Microsoft.ML.Larq.Tests.Training.Callbacks;
using Microsoft.ML.Larq.Training;
using static TorchSharp.torch;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;

namespace Microsoft.ML.Larq.Tests.Checkpoints;

[TestClass]
public class ResumeTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("larq-resume");

    [TestCleanup]
    public void Delete() => _folder.Delete(recursive: true);

    // Stopped after epoch 3 by an error, at every kind of state there is: the model's bytes are those of a run in one
    // piece, history and all.
    [TestMethod]
    [DataRow("adam")]
    [DataRow("adamw")]
    [DataRow("momentum")]
    [DataRow("case")]
    [DataRow("vector")]
    [DataRow("running statistics")]
    [DataRow("metrics")]
    public void Fit_Resumed_GivesTheSameBytesAsAnUninterruptedRun(string what)
    {
        var whole = Trainers.Bytes(Fit(Six(what)));
        var broken = Six(what);
        broken.Checkpoints = new CheckpointOptions(_folder.FullName);
        broken.Callbacks = [.. broken.Callbacks, Failing(4)];
        Assert.ThrowsExactly<TimeoutException>(() => Fit(broken));
        Assert.AreEqual("1 2 3", string.Join(' ', CheckpointFolder.Epochs(_folder.FullName)));
        var resumed = Six(what);
        resumed.ResumeFrom = _folder.FullName;
        var before = Tensor.TotalCount;
        var model = Fit(resumed);
        Assert.IsLessThan(20, Tensor.TotalCount - before, "TorchSharp's count stays one high for each parameter.");
        CollectionAssert.AreEqual(whole, Trainers.Bytes(model));
    }

    [TestMethod]
    public void Fit_ResumedWhereAllEpochsAreDone_GivesTheSameModel()
    {
        var options = Six("adam");
        options.Checkpoints = new CheckpointOptions(_folder.FullName, every: 4, keep: 9);
        var model = Trainers.Bytes(Fit(options));
        Assert.AreEqual("4 6", string.Join(' ', CheckpointFolder.Epochs(_folder.FullName)));
        options.ResumeFrom = _folder.FullName;
        CollectionAssert.AreEqual(model, Trainers.Bytes(Fit(options)));
    }

    // What early stopping had seen before counts: it stops in the same epoch and returns the same weights.
    [TestMethod]
    public void Fit_ResumedWithEarlyStopping_StopsWhereItWouldHave()
    {
        var whole = Stopping();
        var model = Fit(whole);
        Assert.IsLessThan(40, model.History.Epochs);
        Assert.IsGreaterThan(4, model.History.Epochs);
        var broken = Stopping();
        broken.Checkpoints = new CheckpointOptions(_folder.FullName);
        broken.Callbacks = [.. broken.Callbacks, Failing(model.History.Epochs - 1)];
        Assert.ThrowsExactly<TimeoutException>(() => Fit(broken));
        var resumed = Stopping();
        resumed.ResumeFrom = _folder.FullName;
        CollectionAssert.AreEqual(Trainers.Bytes(model), Trainers.Bytes(Fit(resumed)));

        // And once more from the checkpoint in which it has stopped.
        var complete = Stopping();
        complete.Checkpoints = new CheckpointOptions(_folder.FullName);
        complete.ResumeFrom = _folder.FullName;
        Fit(complete);
        CollectionAssert.AreEqual(Trainers.Bytes(model), Trainers.Bytes(Fit(complete)));
        Options Stopping()
        {
            var options = Six("adam");
            options.Epochs = 40;
            options.Callbacks = [new EarlyStopping("Loss", patience: 2, minDelta: 0.02)];
            return options;
        }
    }

    [TestMethod]
    public void Fit_ResumedAfterALoweredRate_KeepsItLow()
    {
        var lowering = new Hooks { EpochEnd = t => t.ScaleLearningRate(t.Progress.Epoch == 2 ? 0.1 : 1) };
        var options = Six("adam");
        options.Callbacks = [lowering];
        var whole = Trainers.Bytes(Fit(options));
        options.Checkpoints = new CheckpointOptions(_folder.FullName);
        options.Callbacks = [lowering, Failing(4)];
        Assert.ThrowsExactly<TimeoutException>(() => Fit(options));
        options.Callbacks = [lowering];
        options.ResumeFrom = _folder.FullName;
        CollectionAssert.AreEqual(whole, Trainers.Bytes(Fit(options)));
    }

    // A seed that nobody gave is the checkpoint's.
    [TestMethod]
    public void Fit_ResumedWithoutASeed_TakesTheCheckpoints()
    {
        var options = Six("adam");
        options.Seed = null;
        options.Checkpoints = new CheckpointOptions(_folder.FullName);
        var context = new MLContext();
        var model = Trainers.Bytes(Trainers.Fit(context, options));
        File.Delete(Path.Combine(_folder.FullName, "epoch-000006.checkpoint"));
        options.ResumeFrom = _folder.FullName;
        CollectionAssert.AreEqual(model, Trainers.Bytes(Trainers.Fit(context, options)));
    }

    public static IEnumerable<object[]> Others =>
    [
        ["BatchSize", (Action<Options>)(o => o.BatchSize = 8), "16 there, 8 here"],
        ["Epochs", (Action<Options>)(o => o.Epochs = 9), "6 there, 9 here"],
        ["seed", (Action<Options>)(o => o.Seed = 9), "1 there, 9 here"],
        ["Optimizer", (Action<Options>)(o => o.Optimizer = Optimize.Sgd(0.1f)), "SgdSpec"],
        ["Optimizer", (Action<Options>)(o => o.Optimizer = Optimize.Adam(Schedule.Cosine(0.02f))), "0.01"],
        ["LabelSmoothing", (Action<Options>)(o => o.LabelSmoothing = 0.1f), "0 there, 0.1 here"],
        ["ClipLatentWeights", (Action<Options>)(o => o.ClipLatentWeights = false), "True there, False here"],
        ["GradientClipping", (Action<Options>)(o => o.GradientClipping = GradientClipping.ByNorm(1)),
            "none there, NormClipping"],
        ["ClassWeights", (Action<Options>)(o => o.ClassWeights = ClassWeights.ByIndex(1, 2, 3)), "[1, 2, 3]"],
        ["Augmentation", (Action<Options>)(o => o.Augmentation = []), "HorizontalFlipAugmentation(Probability 0.5)"],
        ["validation rows", (Action<Options>)(o => o.ValidationSet = null), "none here"],
        ["network", (Action<Options>)(o => o.Network = (x, outputs) => x.Flatten().Dense(7).Dense(outputs)), "layers"],
        ["Callbacks", (Action<Options>)(o => o.Callbacks = []), "Microsoft.ML.Larq.Training.EarlyStopping"],
    ];

    [TestMethod]
    [DynamicData(nameof(Others))]
    public void Fit_ResumedAsAnotherTraining_NamesWhatIsAnother(string name, Action<Options> change, string said)
    {
        var options = Six("adam");
        options.Epochs = 6;
        options.Callbacks = [new EarlyStopping("Loss", patience: 99), Failing(2)];
        options.Checkpoints = new CheckpointOptions(_folder.FullName);
        Assert.ThrowsExactly<TimeoutException>(() => Fit(options));
        options.Callbacks = [new EarlyStopping("Loss", patience: 99)];
        options.Checkpoints = null;
        options.ResumeFrom = _folder.FullName;
        change(options);
        var error = Assert.ThrowsExactly<ArgumentException>(() => Fit(options));
        StringAssert.Contains(error.Message, name);
        StringAssert.Contains(error.Message, said);
    }

    [TestMethod]
    public void Fit_ResumedOnOtherRows_SaysSo()
    {
        var options = Six("adam");
        options.Checkpoints = new CheckpointOptions(_folder.FullName);
        Fit(options);
        options.ResumeFrom = _folder.FullName;
        var fewer = _context.Data.TakeRows(Trainers.Table(_context), 89);
        var error = Assert.ThrowsExactly<ArgumentException>(() => _context.Larq().BinaryNet(options).Fit(fewer));
        StringAssert.Contains(error.Message, "differs in training rows: 90 rows of 3 numbers");
        StringAssert.Contains(error.Message, "89 rows");
    }

    [TestMethod]
    public void Fit_ResumedWithAnotherNumberOfThreads_Warns()
    {
        var warnings = new List<string>();
        _context.Log += (_, message) =>
        {
            // Six epochs of few rows are few steps, which is said too.
            if (message.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning
                && !message.RawMessage.StartsWith("too_short", StringComparison.Ordinal))
                warnings.Add(message.RawMessage);
        };
        var options = Six("adam");
        options.NumberOfThreads = 1;
        options.Checkpoints = new CheckpointOptions(_folder.FullName);
        Fit(options);
        Assert.IsEmpty(warnings);
        options.ResumeFrom = _folder.FullName;
        options.NumberOfThreads = 2;
        Fit(options);
        StringAssert.Contains(warnings.Single(), "ran on 1 threads, it goes on with 2");
    }

    private BinarizedNetworkTransformer Fit(Options options) => Trainers.Fit(_context, options);

    private static Hooks Failing(int epoch) => new()
    {
        BatchEnd = t =>
        {
            if (t.Progress.Epoch == epoch) throw new TimeoutException();
        },
    };

    private Options Six(string what)
    {
        var options = Trainers.Options(epochs: 6);
        options.ValidationSet = Trainers.Table(_context);
        options.Optimizer = what switch
        {
            "adamw" => Optimize.AdamW(0.01f),
            "momentum" => Optimize.Sgd(Schedule.Cosine(0.1f), momentum: 0.9),
            "case" => Optimize.Case(Optimize.Bop(1e-6f, 1e-2f), Optimize.Adam(0.01f)),
            _ => Optimize.Adam(Schedule.Cosine(0.01f)),
        };
        options.ReestimateBatchNormalization = what != "running statistics";
        if (what == "metrics")
        {
            // One that counts over all epochs, and values of a callback that begin after the first epoch.
            options.Metrics = [.. LayerMetric.Defaults, LayerMetric.Of(() => new Passes()).AlsoInValidation()];
            options.Callbacks =
            [
                new Hooks
                {
                    EpochEnd = t =>
                    {
                        if (t.Progress.Epoch > 1) t.Report("Steps", t.Progress["passes/quant_conv2d"]);
                        if (t.Progress.Epoch < 3) t.Report("early/quant_conv2d", t.Progress.Epoch);
                    },
                },
            ];
        }

        if (what == "vector")
        {
            options.Network = null;
            return options;
        }

        options.Image = new ImageShape(1, 3, 1);
        options.Augmentation = [ImageAugmentation.HorizontalFlip()];
        options.Network = (x, outputs) => x
            .Conv2D(6, 3, padding: PadMode.Same, useBias: false).BatchNormalization().Dropout(0.2f)
            .QuantConv2D(
                6, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign")
            .BatchNormalization().Dropout(0.1f).Flatten().Dense(outputs);
        return options;
    }
}
