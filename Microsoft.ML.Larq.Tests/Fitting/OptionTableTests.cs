using System.Text.RegularExpressions;
using Microsoft.ML.Larq.Checkpoints;
using Microsoft.ML.Larq.Clusters;
using Microsoft.ML.Larq.Fitting;
using Microsoft.ML.Larq.Model;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Tests.House;
using Microsoft.ML.Larq.Tests.Training;
using Microsoft.ML.Larq.Training;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;

namespace Microsoft.ML.Larq.Tests.Fitting;

/// <summary>Every option has a row, and each row says what is so.</summary>
[TestClass]
public class OptionTableTests
{
    private static readonly NetworkDefinition Small = NetworkDefinition.Build(new TensorShape(2), x => x.Dense(1));

    // Another value than the default for every option.
    private static readonly Dictionary<string, Action<Options>> Others = new()
    {
        [nameof(Options.LabelColumnName)] = options => options.LabelColumnName = "Other",
        [nameof(Options.FeatureColumnName)] = options => options.FeatureColumnName = "Other",
        [nameof(Options.ExampleWeightColumnName)] = options => options.ExampleWeightColumnName = "Other",
        [nameof(Options.ScoreColumnName)] = options => options.ScoreColumnName = "Other",
        [nameof(Options.ProbabilityColumnName)] = options => options.ProbabilityColumnName = "Other",
        [nameof(Options.PredictedLabelColumnName)] = options => options.PredictedLabelColumnName = "Other",
        [nameof(Options.Task)] = options => options.Task = LearningTask.Regression,
        [nameof(Options.Image)] = options => options.Image = new ImageShape(1, 2, 1),
        [nameof(Options.Network)] = options => options.Network = (x, outputs) => x.Dense(outputs),
        [nameof(Options.StartWeights)] = options => options.StartWeights = NetworkWeights.Initialize(Small, 1),
        [nameof(Options.Optimizer)] = options => options.Optimizer = Optimize.Sgd(0.1f),
        [nameof(Options.Loss)] = options => options.Loss = LossFunction.SquaredHinge,
        [nameof(Options.LabelSmoothing)] = options => options.LabelSmoothing = 0.1f,
        [nameof(Options.Epochs)] = options => options.Epochs = 41,
        [nameof(Options.BatchSize)] = options => options.BatchSize = 65,
        [nameof(Options.Seed)] = options => options.Seed = 5,
        [nameof(Options.ValidationSet)] = options => options.ValidationSet = Trainers.Table(new MLContext(1)),
        [nameof(Options.ValidationFraction)] = options => options.ValidationFraction = 0.1f,
        [nameof(Options.ClipLatentWeights)] = options => options.ClipLatentWeights = false,
        [nameof(Options.ReestimateBatchNormalization)] = options => options.ReestimateBatchNormalization = false,
        [nameof(Options.BFloat16)] = options => options.BFloat16 = true,
        [nameof(Options.Metrics)] = options => options.Metrics = [LayerMetric.FlipRatio],
        [nameof(Options.MetricsInterval)] = options => options.MetricsInterval = 5,
        [nameof(Options.GradientProbeInterval)] = options => options.GradientProbeInterval = 1,
        [nameof(Options.HistogramInterval)] = options => options.HistogramInterval = 1,
        [nameof(Options.GradientProbeBatches)] = options => options.GradientProbeBatches = 5,
        [nameof(Options.HandleMissingValue)] = options => options.HandleMissingValue = false,
        [nameof(Options.CacheBudget)] = options => options.CacheBudget = 1,
        [nameof(Options.NumberOfThreads)] = options => options.NumberOfThreads = 3,
        [nameof(Options.GpuDeviceId)] = options => options.GpuDeviceId = 0,
        [nameof(Options.FallbackToCpu)] = options => options.FallbackToCpu = true,
        [nameof(Options.SaveLatentWeights)] = options => options.SaveLatentWeights = true,
        [nameof(Options.Progress)] = options => options.Progress = new Progress<TrainingProgress>(),
        [nameof(Options.CancellationToken)] = options => options.CancellationToken = new CancellationToken(true),
        [nameof(Options.ClassWeights)] = options => options.ClassWeights = ClassWeights.Balanced,
        [nameof(Options.GradientClipping)] = options => options.GradientClipping = GradientClipping.ByValue(1),
        [nameof(Options.Augmentation)] = options => options.Augmentation = [ImageAugmentation.HorizontalFlip()],
        [nameof(Options.CalibrateScores)] = options => options.CalibrateScores = true,
        [nameof(Options.Callbacks)] = options => options.Callbacks = [new EarlyStopping()],
        [nameof(Options.Checkpoints)] = options => options.Checkpoints = new CheckpointOptions("folder"),
        [nameof(Options.ResumeFrom)] = options => options.ResumeFrom = "folder",
        [nameof(Options.OnCancellation)] = options => options.OnCancellation = CancellationBehavior.ReturnBest,
        [nameof(Options.Cluster)] = options => options.Cluster = Cluster.InProcess(2),
        [nameof(Options.Distillation)] =
            options => options.Distillation = new Distillation(Small, NetworkWeights.Initialize(Small, 1)),
    };

    private static readonly Lazy<string[]> Sources = new(() =>
    [
        .. from file in SourceTree.Files(SourceTree.Library, "*.cs")
           where !file.StartsWith("BinarizedNetworkTrainer.Options", StringComparison.Ordinal)
           select SourceCode.Of(File.ReadAllText(Path.Combine(SourceTree.Library, file))),
    ]);

    public static IEnumerable<object[]> Names => typeof(Options).GetProperties().Select(p => new object[] { p.Name });

    [TestMethod]
    public void Names_OfTheOptions_AreFound() => Assert.IsGreaterThan(35, Names.Count());

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void UseOf_EveryOption_HasARow(string option) => _ = OptionTable.UseOf(option);

    [TestMethod]
    public void UseOf_AnOptionWithoutARow_NamesItAndTheTable()
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => OptionTable.UseOf("Dropping"));
        StringAssert.Contains(error.Message, "Option Dropping has no row in OptionTable");
    }

    [TestMethod]
    public void Of_AllOptions_AreThoseThatThereAre() => CollectionAssert.AreEqual(
        Names.Select(name => name[0]).ToArray(), OptionTable.Of(new Options()).Select(option => option.Name).ToArray());

    // An option that nothing reads promises what nobody keeps. What training takes over as it is, the next test reads.
    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Value_OfEveryOption_IsReadSomewhere(string option) => Assert.IsTrue(
        OptionTable.UseOf(option).HasFlag(OptionUse.Chosen)
            || Sources.Value.Any(source => Regex.IsMatch(source, $@"\b_?options\.{option}\b")),
        $"Option {option} is read nowhere in the library: no source has options.{option}.");

    // What training takes over as it is, and nothing else, changes what is handed to it.
    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Choices_OfAnOptionWithAnotherValue_DifferWhereItsRowSaysSo(string option) => Assert.AreEqual(
        OptionTable.UseOf(option).HasFlag(OptionUse.Chosen), !Choices(Other(option)).Equals(Choices(new Options())));

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Get_AfterSet_GivesTheOtherValue(string option)
    {
        var property = typeof(Options).GetProperty(option)!;
        Assert.AreNotEqual(property.GetValue(new Options()), property.GetValue(Other(option)));
        foreach (var name in Names.Select(name => (string)name[0]).Where(name => name != option))
        {
            var same = typeof(Options).GetProperty(name)!;
            Assert.AreEqual(
                OptionText.Of(same.GetValue(new Options())), OptionText.Of(same.GetValue(Other(option))), name);
        }
    }

    // Told one by one, so that a slip in the table is one here too.
    [TestMethod]
    public void Shown_Options_AreAllButThoseThatChangeNothingTrained() => CollectionAssert.AreEquivalent(
        new[]
        {
            nameof(Options.CacheBudget), nameof(Options.CancellationToken), nameof(Options.Checkpoints),
            nameof(Options.Cluster),
            nameof(Options.PredictedLabelColumnName), nameof(Options.ProbabilityColumnName), nameof(Options.Progress),
            nameof(Options.ResumeFrom), nameof(Options.ScoreColumnName),
        },
        OptionTable.Of(new Options(), but: OptionUse.Shown).Select(option => option.Name).ToArray());

    [TestMethod]
    public void Fixed_OptionsOfATrainingThatResumes_AreThoseThatWeightsDependOn()
    {
        string[] expected =
        [
            nameof(Options.Augmentation), nameof(Options.BatchSize), nameof(Options.ClassWeights),
            nameof(Options.ClipLatentWeights), nameof(Options.Distillation), nameof(Options.Epochs),
            nameof(Options.GradientClipping), nameof(Options.Image), nameof(Options.LabelSmoothing),
            nameof(Options.Loss), nameof(Options.Optimizer), nameof(Options.ReestimateBatchNormalization),
            nameof(Options.Task), nameof(Options.ValidationFraction),
        ];
        using var rows = Probe.Rows([1, 2], 1);
        var compared = ResumableOptions.Defaults(Probe.Settings(), rows);
        CollectionAssert.AreEquivalent(expected.Select(name => "option " + name).ToArray(), compared.Keys.ToArray());
        foreach (var name in expected)
        {
            // Epochs and batches are those of the training, by which schedules are compared.
            var other = ResumableOptions.Of(
                Other(name), Probe.Settings(), "cpu", rows, null)["option " + name];
            Assert.AreNotEqual(compared["option " + name], other, name);
        }
    }

    private static TrainingChoices Choices(Options options) => options.Completed(new TrainingChoices()).Choices;

    private static Options Other(string option)
    {
        var options = new Options();
        Assert.IsTrue(Others.TryGetValue(option, out var set), $"{nameof(Others)} has no other value for {option}.");
        set!(options);
        return options;
    }
}
