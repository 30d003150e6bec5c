using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Training;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;

namespace Microsoft.ML.Larq.Tests;

[TestClass]
public class OptionsTests
{
    public static IEnumerable<object[]> Wrong =>
    [
        [nameof(Options.LabelColumnName), (Action<Options>)(options => options.LabelColumnName = ""),
            "a column's name, got ''"],
        [nameof(Options.LabelColumnName), (Action<Options>)(options => options.LabelColumnName = null!), "got null"],
        [nameof(Options.FeatureColumnName), (Action<Options>)(options => options.FeatureColumnName = ""), "got ''"],
        [nameof(Options.FeatureColumnName), (Action<Options>)(options => options.FeatureColumnName = null!),
            "got null"],
        [nameof(Options.Task), (Action<Options>)(options => options.Task = (LearningTask)9), "Regression, or null"],
        [nameof(Options.Loss), (Action<Options>)(options => options.Loss = (LossFunction)9), "SquaredError"],
        [nameof(Options.LabelSmoothing), (Action<Options>)(options => options.LabelSmoothing = 1), "from 0 to below 1"],
        [nameof(Options.LabelSmoothing), (Action<Options>)(options => options.LabelSmoothing = -0.1f), "from 0"],
        [nameof(Options.LabelSmoothing), (Action<Options>)(options => options.LabelSmoothing = float.NaN), "from 0"],
        [nameof(Options.Epochs), (Action<Options>)(options => options.Epochs = 0), "at least 1"],
        [nameof(Options.Epochs), (Action<Options>)(options => options.Epochs = -1), "-1"],
        [nameof(Options.BatchSize), (Action<Options>)(options => options.BatchSize = 0), "at least 1"],
        [nameof(Options.BatchSize), (Action<Options>)(options => options.BatchSize = int.MinValue), "at least 1"],
        [nameof(Options.MetricsInterval), (Action<Options>)(options => options.MetricsInterval = 0), "at least 1"],
        [nameof(Options.GradientProbeInterval),
            (Action<Options>)(options => options.GradientProbeInterval = -1), "at least 0"],
        [nameof(Options.GradientProbeBatches),
            (Action<Options>)(options => options.GradientProbeBatches = 0), "at least 1"],
        [nameof(Options.CacheBudget), (Action<Options>)(options => options.CacheBudget = -1), "at least 0"],
        [nameof(Options.OnCancellation), (Action<Options>)(options => options.OnCancellation = (CancellationBehavior)9),
            "Throw, ReturnBest, ReturnCurrent"],
        [nameof(Options.Augmentation),
            (Action<Options>)(options => options.Augmentation = null!), "is a list, got null"],
        [nameof(Options.Augmentation), (Action<Options>)(options => options.Augmentation = [null!]), "got one at 0"],
        [nameof(Options.GpuDeviceId), (Action<Options>)(options => options.GpuDeviceId = -1), "at least 0"],
    ];

    [TestMethod]
    [DynamicData(nameof(Wrong))]
    public void Set_OutOfRange_NamesOptionRangeAndValue(string option, Action<Options> set, string said)
    {
        var error = Assert.Throws<ArgumentException>(() => set(new Options()));
        StringAssert.Contains(error.Message, option);
        StringAssert.Contains(error.Message, said);
    }

    [TestMethod]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    [DataRow(-0.001f)]
    public void Optimizer_RateOutOfRange_IsRefused(float rate)
    {
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Optimize.Adam(rate));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Optimize.Sgd(rate));
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => Schedule.Cosine(rate));
    }

    [TestMethod]
    public void Set_LowestAllowed_IsKept()
    {
        var options = new Options { Epochs = 1, BatchSize = 1, MetricsInterval = 1, CacheBudget = 0, GpuDeviceId = 0 };
        Assert.AreEqual((1, 1, 1, 0L, 0),
            (options.Epochs, options.BatchSize, options.MetricsInterval, options.CacheBudget, options.GpuDeviceId));
        options.GpuDeviceId = null;
        Assert.IsNull(options.GpuDeviceId);
    }

    [TestMethod]
    public void BinaryNet_OptionsChangedAfterwards_TrainsAsBefore()
    {
        var context = new MLContext(seed: 1);
        var options = Trainers.Options(epochs: 2);
        var trainer = context.Larq().BinaryNet(options);
        (options.Epochs, options.LabelColumnName, options.Seed, options.Network) = (50, "Nothing", 99, null);
        CollectionAssert.AreEqual(
            Trainers.Bytes(Trainers.Fit(context, Trainers.Options(epochs: 2))),
                Trainers.Bytes(trainer.Fit(Trainers.Table(context))));
    }

    [TestMethod]
    public void Fit_AnyTask_LeavesTheOptionsAsTheyWere()
    {
        var context = new MLContext(seed: 1);
        var options = Trainers.Options("Target", epochs: 1);
        var before = Properties(options);
        Trainers.Fit(context, options);
        CollectionAssert.AreEqual(before, Properties(options));
        Assert.IsGreaterThan(15, before.Length);
    }

    [TestMethod]
    public void BinaryNet_Null_IsRefused()
    {
        Assert.ThrowsExactly<ArgumentNullException>(() => new MLContext().Larq().BinaryNet((Options)null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => LarqExtensions.Larq(null!));
    }

    private static object?[] Properties(Options options) =>
        [.. typeof(Options).GetProperties().Select(property => property.GetValue(options))];
}
