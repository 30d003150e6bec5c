using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Tests.Fuzz;
using Microsoft.ML.Larq.Training;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;

namespace Microsoft.ML.Larq.Tests.Progress.Faults.Planted;

/// <summary>Trainings that are as they should be get no warning.</summary>
[TestClass]
public class HealthyRunsTests
{
    private const string OneEpoch = "one epoch of many steps";

    private readonly MLContext _context = new(seed: 1);

    public static IEnumerable<object[]> Names => All.Keys.Select(name => new object[] { name });

    // With those of WarningsTests, on the same digits: a regression, a binary label and one epoch are there or here.
    private static Dictionary<string, Action<Options>> All { get; } = new()
    {
        ["the default network of a vector"] = _ => { },
        ["the default network of an image"] = options => options.Image = new ImageShape(8, 8, 1),
        ["200 epochs"] = options => options.Epochs = 200,
        [OneEpoch] = options => (options.Epochs, options.BatchSize) = (1, 8),
        ["Bop"] = options => options.Optimizer = Optimize.Case(
            Optimize.Bop(1e-8f, Schedule.Cosine(1e-3f)), Optimize.Adam(Schedule.Cosine(0.005f))),
        ["AdamW"] = options => options.Optimizer = Optimize.AdamW(Schedule.Cosine(0.005f)),
        ["Adam at a constant rate"] = options => options.Optimizer = Optimize.Adam(0.003f),
        ["an image, shifted a little"] = options =>
            (options.Image, options.Augmentation) = (new ImageShape(8, 8, 1), [ImageAugmentation.Shift(1, 1)]),
        ["label smoothing and class weights"] = options =>
            (options.LabelSmoothing, options.ClassWeights) = (0.1f, ClassWeights.Balanced),
        ["squared hinge"] = options => options.Loss = LossFunction.SquaredHinge,
    };

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Fit_AsItShouldBe_IsNotWarnedOf(string name)
    {
        var options = new Options
        {
            FeatureColumnName = "Pixels",
            ValidationSet = PlantedRows.Seen.View(_context),
            Epochs = 20,
            Seed = 3,
        };
        All[name](options);
        if (options.Epochs > 100 && !FuzzCases.IsLong) Assert.Inconclusive("Runs where LARQ_LONG_TESTS is set.");
        var rows = name == OneEpoch ? PlantedRows.Train.Times(6) : PlantedRows.Train;
        var history = _context.Larq().BinaryNet(options).Fit(rows.View(_context)).History;
        Assert.IsEmpty(history.Warnings, string.Join('\n', history.Warnings));
    }

    [TestMethod]
    [DataRow("Target")]
    [DataRow("Flag")]
    public void Fit_OtherTasks_AreNotWarnedOf(string label)
    {
        var options = Trainers.Options(label, epochs: 60);
        options.Network = null;
        var history = Trainers.Fit(_context, options).History;
        Assert.IsEmpty(history.Warnings, string.Join('\n', history.Warnings));
    }
}
