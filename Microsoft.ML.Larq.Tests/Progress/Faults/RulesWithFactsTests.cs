using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Progress.Facts;
using Microsoft.ML.Larq.Tests.Progress.Facts;
using static Microsoft.ML.Larq.Progress.WarningNames;

namespace Microsoft.ML.Larq.Tests.Progress.Faults;

/// <summary>Where rules begin to warn that need to know more than values, and what their advice says.</summary>
[TestClass]
public class RulesWithFactsTests
{
    private static readonly double Guess = Math.Log(10);

    [TestMethod]
    [DataRow(0.249, false)]
    [DataRow(0.25, true)]
    public void StarvedAtStart_BeforeTheFirstStep_NamesTheInitializer(double share, bool warns)
    {
        var history = new TrainingHistory
        {
            Facts = Facts() with
            {
                Before = new Dictionary<string, double> { ["starved/a"] = share },
                Layers = [Layer("a") with { Initializer = "ones" }, Layer("b")],
            },
        };
        AssertWarns(history, warns, StarvedAtStart, "a", "the kernel's initializer is ones: set it to glorot_uniform");
    }

    // What began at the bound is not told again as what drifted there, nor that it stands still.
    [TestMethod]
    public void StarvedAtStart_OfALayer_IsAllThatIsSaidOfIt()
    {
        var history = Of(
            4, ("starved/a", [1, 1, 1, 1.0]), ("flip_ratio/a", [0, 0, 0, 0.0]), ("gradient_flow/a", [1, 1, 1, 1.0]));
        history.Facts = Facts() with { Before = new Dictionary<string, double> { ["starved/a"] = 1 } };
        Assert.AreEqual(StarvedAtStart, history.Warnings.Single().Name);
    }

    [TestMethod]
    [DataRow(0.249, false)]
    [DataRow(0.25, true)]
    public void StarvedWeights_Late_NameTheClip(double late, bool warns)
    {
        var history = Of(4, ("starved/a", [0, 0, 0, late]));
        history.Facts = history.Facts! with
        {
            Choices = new ChoiceFacts(false, false, false, false, 0, false, false, true),
        };
        AssertWarns(history, warns, StarvedWeights, "a", "set ClipLatentWeights, which is false, to true, the default");
    }

    [TestMethod]
    [DataRow(0.0099, true)]
    [DataRow(0.01, false)]
    [DataRow(0.99, false)]
    [DataRow(0.991, true)]
    public void OneSidedInput_ShareOfPositives_Warns(double share, bool warns) => AssertWarns(
        Of(2, ("positive_share/a.input", [share, share])), warns, OneSidedInput, "a.input", "BatchNormalization");

    [TestMethod]
    public void OneSidedInput_OfManyLevels_MayAllBeAbove0()
    {
        var history = Of(2, ("positive_share/a.input", [1, 1.0]));
        history.Facts = history.Facts! with { Layers = [Layer("a") with { Input = "dorefa_quantizer" }] };
        Assert.IsEmpty(history.Warnings);
    }

    [TestMethod]
    [DataRow(0.0999, true)]
    [DataRow(0.1, false)]
    public void NarrowWindow_InputsFlow_Warns(double flow, bool warns) => AssertWarns(
        Of(4, ("gradient_flow/a.input", [1, 1, 1, flow])), warns, NarrowWindow, "a.input",
        "put a BatchNormalization before the layer, which has none");

    // Where little arrives, little can get through: the window is open.
    [TestMethod]
    [DataRow(0.04, 0.05, null)]
    [DataRow(0.04, 0.9, NarrowWindow)]
    [DataRow(0.001, 0.9, DeadGradient)]
    public void Window_LittleGetsThrough_IsToBlameWhereMoreArrives(double flow, double arrival, string? name)
    {
        var warnings = Of(
            4, ("gradient_flow/a.input", Flat(flow)), ("gradient_arrival/a.input", Flat(arrival))).Warnings;
        CollectionAssert.AreEqual(name is null ? [] : new[] { name }, warnings.Select(one => one.Name).ToArray());
    }

    // The layer nearest to the output is to blame; those before it get nothing.
    [TestMethod]
    public void Window_SeveralClosed_BlamesTheLast()
    {
        var warnings = Of(
            4, ("gradient_flow/a.input", Flat(0)), ("gradient_flow/b.input", Flat(0)), ("gradient_flow/a", Flat(0)),
            ("flip_ratio/a", Flat(0))).Warnings;
        Assert.AreEqual((DeadGradient, "b.input"), (warnings.Single().Name, warnings.Single().Layer));
    }

    [TestMethod]
    [DataRow(40.0, true)]
    [DataRow(0.04, false)]
    public void Collapsed_DecayOfTenTimesTheDefault_ExplainsAll(double decay, bool warns)
    {
        var history = Of(
            4, ("gradient_flow/a.input", [1, 1, 0, 0.0]), ("gradient_flow/a", [1, 1, 0, 0.0]),
            ("flip_ratio/a", Flat(0)));
        history.Facts = history.Facts! with
        {
            Optimizers =
            [
                Adam(0.005) with { Settings = [Rate(0.005), new SettingFacts("Weight Decay", decay, decay, 0.004)] },
            ],
        };
        AssertWarns(
            history, warns, Collapsed, null, $"the weight decay of Adam is {decay}: set it to 0.004, the default");
        if (warns) Assert.HasCount(1, history.Warnings);
    }

    [TestMethod]
    [DataRow(2.0, true)]
    [DataRow(0.005, false)]
    public void HighLearningRate_AboveTheDefault_SaysTheDefaultAndNothingElse(double rate, bool warns)
    {
        var history = Of(
            4, ("starved/a", [0.6, 1, 1, 1]), ("starved/b", [0.6, 1, 1, 1]), ("gradient_flow/a", Flat(0)),
            ("flip_ratio/b", Flat(0.3)), ("gradient_flow/b", Flat(1)));
        history.Facts = history.Facts! with { Optimizers = [Adam(rate)] };
        AssertWarns(
            history, warns, HighLearningRate, null, "the learning rate of Adam is 2: set it to 0.005, the default");
        if (warns) Assert.HasCount(1, history.Warnings);
    }

    [TestMethod]
    [DataRow(2e-6, "the learning rate of Adam is 2E-06: set it to 0.005, the default")]
    [DataRow(0.005, "the learning rate of Adam is 0.005: set it to 0.05 (the default is 0.005)")]
    public void FrozenLayer_OfAnOptimizer_SaysRateAndDefault(double rate, string said)
    {
        var history = Of(4, ("flip_ratio/a", Flat(0)), ("gradient_flow/a", Flat(1)));
        history.Facts = history.Facts! with { Optimizers = [Adam(rate)] };
        AssertWarns(history, true, FrozenLayer, "a", said);
    }

    // Single epochs that reach the bound by chance do not hide that a layer stands still.
    [TestMethod]
    [DataRow(new[] { 1, 1.3e-5, 1e-6, 2e-6, 1, 1, 1, 1 }, true)]
    [DataRow(new[] { 1, 1e-5, 1e-5, 1e-5, 0, 0, 0, 0 }, false)]
    public void FrozenLayer_MeanOfTheFirstHalf_Counts(double[] flips, bool warns) => AssertWarns(
        Of(8, ("flip_ratio/a", flips), ("gradient_flow/a", [.. flips.Select(_ => 1.0)])), warns, FrozenLayer, "a", "");

    [TestMethod]
    [DataRow(2.073, 0.3, 4, true)]
    [DataRow(2.072, 0.3, 4, false)]
    [DataRow(2.3, 0.3, 3, false)] // 96 steps
    public void NotLearning_LossNearThatOfGuessing_Warns(double loss, double accuracy, int epochs, bool warns)
    {
        var history = Of(epochs, ("Loss", Flat(loss, epochs)), ("Accuracy", Flat(accuracy, epochs)));
        history.Facts = history.Facts! with { BatchSize = 32, Rows = 1000, Epochs = epochs };
        AssertWarns(history, warns, NotLearning, null, "the same answer for every row costs 2.3");
    }

    [TestMethod]
    [DataRow(0.9, 0.74, true)]
    [DataRow(0.9, 0.7501, false)]
    public void Overfitting_TrainingBetterByMore_Warns(double trained, double seen, bool warns) => AssertWarns(
        Result(0.3, trained, 0.8, seen), warns, Overfitting, null, "train on 10000 in place of 1000 rows.");

    [TestMethod]
    [DataRow(0.6, 0.71, false, true)]
    [DataRow(0.6, 0.69, false, false)]
    [DataRow(0.6, 0.8, true, false)]
    public void NoisyLabels_ValidationBetterByMore_Warns(double trained, double seen, bool drops, bool warns)
    {
        var history = Result(1.2, trained, 0.8, seen);
        history.Facts = history.Facts! with
        {
            Choices = new ChoiceFacts(true, false, drops, false, 0, false, false, true),
        };
        AssertWarns(history, warns, NoisyLabels, null, "no option cures that");
    }

    [TestMethod]
    [DataRow(9.0, 0.135, true)]
    [DataRow(2.2, 0.135, false)]
    [DataRow(9.0, 0.5, false)]
    public void ValidationDiffers_WorseThanGuessing_Warns(double loss, double seen, bool warns) => AssertWarns(
        Result(0.4, 0.85, loss, seen), warns, ValidationDiffers, null, "validation rows are of another kind");

    [TestMethod]
    [DataRow(0.99, 0.05, true)]
    [DataRow(0.9911, 0.05, false)]
    [DataRow(0.99, 0.02, false)]
    public void LargestClass_AccuracyThatItAloneHas_Warns(double seen, double loss, bool warns)
    {
        var history = Result(0.05, 0.99, loss, seen);
        history.Facts = history.Facts! with
        {
            Labels = new LabelFacts("CrossEntropy", [990, 10], [99, 1], 0.056, 0.056, 0, 1),
        };
        AssertWarns(history, warns, LargestClass, null, "set ClassWeights, which is not set, to ClassWeights.Balanced");
    }

    // Weights cost accuracy: only as many errors as that answer has are that answer. Even rows are trained on evenly.
    [TestMethod]
    [DataRow(0.9895, 990, 10, true)]
    [DataRow(0.988, 990, 10, false)]
    [DataRow(0.9895, 500, 500, false)]
    public void LargestClass_ClassesWeighed_SaysWhatItCannotTell(double seen, int most, int others, bool warns)
    {
        var history = Result(0.05, 0.99, 0.05, seen);
        history.Facts = history.Facts! with
        {
            Labels = new LabelFacts("CrossEntropy", [most, others], [99, 1], 0.056, 0.056, 0, 1),
            Choices = new ChoiceFacts(true, false, false, false, 0, true, false, true),
        };
        AssertWarns(history, warns, LargestClass, null, "these values cannot tell whether the features say anything of "
            + "the others or their 10 rows are too few");
    }

    [TestMethod]
    [DataRow(1, 1.0, 0.79, true, "still falling, and whether layers settle cannot be seen; Epochs is 1: set it to 40")]
    [DataRow(1, 1.0, 0.8, true, "16 steps in all (1 epoch of 16): few")]
    [DataRow(10, 1.0, 0.1, false, "")]
    public void TooShort_LossStillFalling_Warns(
        int epochs, double loss, double validated, bool warns, string said) => AssertWarns(
        Result(loss, 0.6, validated, 0.65, epochs), warns, TooShort, null, said);

    [TestMethod]
    [DataRow(9, 0.3, true)]
    [DataRow(10, 0.3, false)]
    [DataRow(9, 0.2, false)]
    public void TooShort_FewSteps_Warns(int epochs, double loss, bool warns) => AssertWarns(
        Result(loss, 0.9, loss, 0.9, epochs), warns, TooShort, null,
        $"144 steps in all ({epochs} epochs of 16): few");

    [TestMethod]
    [DataRow(3.0, false)]
    [DataRow(3.1, true)]
    public void Overconfident_TemperatureAbove3_Warns(double temperature, bool warns)
    {
        var history = Result(0.4, 0.85, 0.6, 0.8);
        history.Facts = history.Facts! with { Temperature = temperature };
        AssertWarns(history, warns, Overconfident, null, "3.1");
    }

    [TestMethod]
    [DataRow(4, true)]
    [DataRow(5, false)]
    public void SmallBatch_BeforeTheFirstStep_Warns(int rows, bool warns) => AssertWarns(
        new TrainingHistory { Facts = Facts() with { BatchSize = rows } }, warns, SmallBatch, null,
        $"BatchSize is {rows}: set it to 64.");

    [TestMethod]
    public void Warnings_OfManyLayers_AreOne()
    {
        var all = Of(
            4, ("flip_ratio/a", Flat(0.1)), ("flip_ratio/b", Flat(0.1)), ("gradient_flow/a", Flat(1)),
            ("gradient_flow/b", Flat(1))).Warnings.Single();
        Assert.IsNull(all.Layer);
        StringAssert.StartsWith(all.Message, "all 2 layers: 10 % of the weights");
        var some = Of(
            4, ("flip_ratio/a", Flat(0.1)), ("flip_ratio/b", Flat(0.1)), ("flip_ratio/c", Flat(0.001)),
            ("gradient_flow/c", Flat(1))).Warnings.Single();
        Assert.AreEqual("a, b", some.Layer);
    }

    internal static void AssertWarns(TrainingHistory history, bool warns, string name, string? layer, string said)
    {
        var found = history.Warnings.Where(warning => warning.Name == name).ToArray();
        Assert.HasCount(warns ? 1 : 0, found, string.Join('\n', history.Warnings));
        if (!warns) return;
        Assert.AreEqual(layer, found[0].Layer);
        StringAssert.Contains(found[0].Message, said);
    }

    private static TrainingHistory Result(double loss, double metric, double validated, double seen, int epochs = 4) =>
        Of(
            epochs, ("Loss", Flat(loss, epochs)), ("Accuracy", Flat(metric, epochs)),
            ("Validation Loss", Flat(validated, epochs)), ("Validation Accuracy", Flat(seen, epochs)));

    private static TrainingHistory Of(int epochs, params (string, double[])[] columns)
    {
        var history = Histories.Of(columns);
        history.Facts = Facts() with { Epochs = epochs };
        return history;
    }

    private static double[] Flat(double value, int epochs = 4) => [.. Enumerable.Repeat(value, epochs)];

    private static TrainingFacts Facts() => TrainingFactsSample.Of() with
    {
        Rows = 1000,
        Labels = new LabelFacts("CrossEntropy", [.. Enumerable.Repeat(100, 10)], [.. Enumerable.Repeat(5, 10)], Guess,
            Guess, 0, 1),
        Choices = new ChoiceFacts(true, false, false, false, 0, false, false, true),
        Layers = [Layer("a"), Layer("b")],
        Optimizers = [Adam(0.005)],
        Before = new Dictionary<string, double>(),
    };

    private static LayerFacts Layer(string name) =>
        new(name, "ste_sign", "ste_sign", "glorot_uniform", null, 1, 1, true, false);

    private static OptimizerFacts Adam(double rate) => new("", "Adam", ["a", "b"], [Rate(rate)]);

    private static SettingFacts Rate(double rate) => new("Learning Rate", rate, rate / 100, 0.005);
}
