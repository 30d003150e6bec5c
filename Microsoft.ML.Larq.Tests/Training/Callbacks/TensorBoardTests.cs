using Microsoft.ML.Larq.Checkpoints;
using Microsoft.ML.Larq.Tests.Progress;
using Microsoft.ML.Larq.Training;
using TorchSharp;
using Event = Tensorboard.Event;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;

namespace Microsoft.ML.Larq.Tests.Training.Callbacks;

[TestClass]
public sealed class TensorBoardTests
{
    private readonly MLContext _context = new(seed: 1);
    private readonly string _folder = Directory.CreateTempSubdirectory("larq-events").FullName;

    private string Train => Path.Combine(_folder, "train");

    private string Validation => Path.Combine(_folder, "validation");

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    // Read by somebody else at the next epoch's beginning: all that was reported, as it was reported.
    [TestMethod]
    public void Fit_WhileItRuns_EveryEpochIsReadableAtOnce()
    {
        List<(string Run, string Tag, long Step, float Value)> reported = [];
        var looks = 0;
        var options = Validated(
            4,
            new Hooks
            {
                EpochEnd = t => reported.AddRange(
                    from value in t.Progress.Values
                    where !double.IsNaN(value.Value)
                    select (value.Key.StartsWith("Validation ") ? Validation : Train,
                        value.Key.Replace("Validation ", ""), (long)t.Progress.Epoch, (float)value.Value)),
            },
            new TensorBoard(_folder),
            new Hooks { EpochBegin = _ => Look(), TrainEnd = _ => Look() });
        void Look()
        {
            looks++;
            foreach (var run in new[] { Train, Validation })
            {
                CollectionAssert.AreEqual(
                    reported.Where(value => value.Run == run)
                        .Select(value => (value.Tag, value.Step, value.Value)).ToArray(),
                    EventReader.Scalars(EventReader.Single(run)));
            }
        }

        Trainers.Fit(_context, options);
        Assert.AreEqual(5, looks);
        var both = new[] { Train, Validation }.Select(run => EventReader.Scalars(EventReader.Single(run))).ToArray();
        foreach (var scalars in both) Assert.HasCount(4, scalars.Where(scalar => scalar.Tag == "Loss").ToArray());
        Assert.Contains("flip_ratio/quant_dense_1", both[0].Select(scalar => scalar.Tag));
        Assert.IsFalse(both[1].Any(scalar => scalar.Tag.Contains('/')));
    }

    [TestMethod]
    public void Fit_Times_AreThoseOfTheEpochs()
    {
        List<double> around = [Now];
        var model = Trainers.Fit(_context, Validated(
            3,
            new Hooks
            {
                EpochEnd = _ =>
                {
                    Thread.Sleep(20);
                    around.Add(Now);
                },
            },
            new TensorBoard(_folder),
            new Hooks
            {
                EpochBegin = t =>
                {
                    if (t.Progress.Epoch > 1) around.Add(Now);
                },
                TrainEnd = _ => around.Add(Now),
            }));
        foreach (var run in new[] { Train, Validation })
        {
            var events = EventReader.Single(run);
            Assert.AreEqual("brain.Event:2", events[0].FileVersion);
            Assert.IsGreaterThanOrEqualTo(around[0], events[0].WallTime);
            foreach (var one in events.Where(one => one.WhatCase == Event.WhatOneofCase.Summary))
            {
                Assert.IsGreaterThanOrEqualTo(around[(2 * (int)one.Step) - 1], one.WallTime);
                Assert.IsLessThanOrEqualTo(around[2 * (int)one.Step], one.WallTime);
            }
        }

        // The finished history knows when its epochs ended.
        model.History.WriteTensorBoard(Path.Combine(_folder, "after"));
        foreach (var one in EventReader.Single(Path.Combine(_folder, "after", "train")).Skip(1))
        {
            Assert.IsGreaterThanOrEqualTo(around[(2 * (int)one.Step) - 1], one.WallTime);
            Assert.IsLessThanOrEqualTo(around[2 * (int)one.Step], one.WallTime);
        }
    }

    [TestMethod]
    [DataRow(1, 5, "1 2 3 4 5")]
    [DataRow(2, 5, "2 4 5")]
    [DataRow(3, 3, "3")]
    [DataRow(9, 4, "4")]
    public void Fit_WithAnInterval_WritesOneEpochInSoManyAndTheLast(int interval, int epochs, string written)
    {
        Trainers.Fit(_context, Validated(epochs, new TensorBoard(_folder) { Interval = interval }));
        Assert.AreEqual(written, Steps(EventReader.Scalars(EventReader.Single(Train))));
        Assert.AreEqual(written, Steps(EventReader.Scalars(EventReader.Single(Validation))));
    }

    [TestMethod]
    public void Fit_WithoutAValidationSet_HasOneRun()
    {
        var options = Trainers.Options(epochs: 2);
        options.Callbacks = [new TensorBoard(_folder)];
        Trainers.Fit(_context, options);
        CollectionAssert.AreEqual(new[] { Train }, Directory.GetFileSystemEntries(_folder));
    }

    // The epoch that was not completed is nowhere, every other is there; also with an interval.
    [TestMethod]
    [DataRow(1, "1 2 3")]
    [DataRow(2, "2 3")]
    public void Fit_Cancelled_HoldsTheEpochsThatWereCompleted(int interval, string written)
    {
        using var source = new CancellationTokenSource();
        var options = Validated(
            1000,
            new TensorBoard(_folder) { Interval = interval },
            new Hooks
            {
                BatchEnd = t =>
                {
                    if (t.Progress is { Epoch: 4, Batch: 2 }) source.Cancel();
                },
            });
        options.OnCancellation = CancellationBehavior.ReturnCurrent;
        options.CancellationToken = source.Token;
        Assert.AreEqual(3, Trainers.Fit(_context, options).History.Epochs);
        Assert.AreEqual(written, Steps(EventReader.Scalars(EventReader.Single(Train))));
    }

    // Killed in epoch 5, resumed after epoch 2: epochs 3 and 4 are in both files, and the later ones count.
    [TestMethod]
    public void Fit_Resumed_GoesOnInAFileOfItsOwn()
    {
        var checkpoints = Path.Combine(_folder, "checkpoints");
        var options = Validated(6, new TensorBoard(_folder));
        options.Checkpoints = new CheckpointOptions(checkpoints, every: 2);
        var whole = Trainers.Fit(_context, options);
        var wanted = EventReader.Scalars(EventReader.Single(Train));
        foreach (var run in new[] { Train, Validation, checkpoints }) Directory.Delete(run, recursive: true);
        options.Callbacks = [new TensorBoard(_folder), Failing(4)];
        Assert.ThrowsExactly<TimeoutException>(() => Trainers.Fit(_context, options));
        Assert.AreEqual("1 2 3", Steps(EventReader.Scalars(EventReader.Single(Train))));
        options.Callbacks = [new TensorBoard(_folder)];
        options.ResumeFrom = checkpoints;
        CollectionAssert.AreEqual(Trainers.Bytes(whole), Trainers.Bytes(Trainers.Fit(_context, options)));
        Assert.HasCount(2, Directory.GetFiles(Train));
        Assert.HasCount(2, Directory.GetFiles(Validation));
        var all = EventReader.All(Train);
        Assert.AreEqual("1 2 3 3 4 5 6", Steps(EventReader.Scalars(all)));
        CollectionAssert.AreEqual(wanted, EventReader.Kept(all));
    }

    // A description that two trainings share, as the folds of a cross-validation do: the later one is shown.
    [TestMethod]
    public void Fit_TwiceInAFolder_TheLaterTrainingIsShown()
    {
        var options = Validated(5, new TensorBoard(_folder));
        Trainers.Fit(_context, options);
        var first = Directory.GetFiles(Train).Single();
        var before = File.ReadAllBytes(first);
        options.Epochs = 2;
        options.Seed = 2;
        Trainers.Fit(_context, options);
        CollectionAssert.AreEqual(before, File.ReadAllBytes(first));
        Assert.HasCount(2, Directory.GetFiles(Train));
        var second = Directory.GetFiles(Train).Order(StringComparer.Ordinal).Last();
        Assert.AreNotEqual(first, second);
        var kept = EventReader.Kept(EventReader.All(Train));
        Assert.AreEqual("1 2", Steps(kept));
        CollectionAssert.AreEqual(EventReader.Scalars(EventReader.Read(File.ReadAllBytes(second))), kept);
    }

    // Whoever watches changes nothing, and leaves nothing behind.
    [TestMethod]
    public void Fit_Watched_IsTheSameTraining()
    {
        var plain = Trainers.Fit(_context, Validated(3)).ToPayload().Weights;
        var options = Validated(3, new TensorBoard(_folder));
        var before = torch.Tensor.TotalCount;
        CollectionAssert.AreEqual(plain, Trainers.Fit(_context, options).ToPayload().Weights);
        Assert.AreEqual(5, torch.Tensor.TotalCount - before, "TorchSharp's count stays one high for each parameter.");
    }

    [TestMethod]
    public void Interval_BelowOne_NamesRangeAndValue()
    {
        var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => new TensorBoard("x") { Interval = 0 });
        StringAssert.Contains(error.Message, "TensorBoard: Interval is at least 1, got 0");
    }

    private static double Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() / 1000.0;

    private static Hooks Failing(int epoch) => new()
    {
        EpochBegin = t =>
        {
            if (t.Progress.Epoch == epoch) throw new TimeoutException();
        },
    };

    private static string Steps(IEnumerable<(string Tag, long Step, float Value)> scalars) =>
        string.Join(' ', scalars.Where(scalar => scalar.Tag == "Loss").Select(scalar => scalar.Step));

    private Options Validated(int epochs, params TrainingCallback[] callbacks)
    {
        var options = Trainers.Options(epochs: epochs);
        options.ValidationSet = Trainers.Table(_context);
        options.Callbacks = [.. callbacks];
        return options;
    }
}
