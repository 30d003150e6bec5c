using Microsoft.ML.Larq.Progress;
using static Microsoft.ML.Larq.Progress.WarningNames;

namespace Microsoft.ML.Larq.Tests.Progress.Faults;

/// <summary>Where each rule begins to warn, with histories made by hand.</summary>
[TestClass]
public class FaultRulesTests
{
    [TestMethod]
    [DataRow(new[] { 9e-6, 9.9e-6, 0.0 }, 0.5, true)]
    [DataRow(new[] { 1.0, 9.9e-6, 0.0 }, 0.5, true)] // Bop's first step makes real numbers ±1
    [DataRow(new[] { 9.9e-6 }, 0.5, true)]
    [DataRow(new[] { 0.0, 1e-5, 0.0 }, 0.5, false)]
    [DataRow(new[] { 1.0 }, 0.5, false)]
    [DataRow(new[] { 0.0, 0.0 }, double.NaN, false)] // not trained
    [DataRow(new[] { double.NaN, double.NaN }, 0.5, false)] // one batch an epoch
    public void Find_FlipRatio_WarnsOfAFrozenLayer(double[] flips, double flow, bool warns) => AssertWarns(
        warns, FrozenLayer, "one", ("flip_ratio/one", flips), ("gradient_flow/one", [.. flips.Select(_ => flow)]));

    [TestMethod]
    [DataRow(new[] { 0.0, 0, 0, 0, 0, 0, 0.0201, 0.0201 }, true)]
    [DataRow(new[] { 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.02, 0.02 }, false)]
    [DataRow(new[] { 0.5, 0.5, 0.5 }, false)] // too short to tell
    [DataRow(new[] { 0.5, 0.5, 0.5, double.NaN }, false)]
    public void Find_FlipRatio_WarnsOfAnOscillatingLayer(double[] flips, bool warns) =>
        AssertWarns(warns, OscillatingLayer, "one", ("flip_ratio/one", flips));

    [TestMethod]
    [DataRow(new[] { 1, 1, 1, 0.0099 }, 0.5, true)]
    [DataRow(new[] { 1, 1, 1, 0.01 }, 0.5, false)]
    [DataRow(new[] { 0, 0, 0, 1.0 }, 0.5, false)]
    [DataRow(new[] { 0.0 }, 0.5, true)]
    [DataRow(new[] { 0.0 }, 0.0009, false)] // nothing left to learn
    [DataRow(new[] { double.NaN }, 0.5, false)]
    public void Find_GradientFlow_WarnsOfADeadLayer(double[] flow, double loss, bool warns) => AssertWarns(
        warns, DeadGradient, "one.input", ("Loss", [.. flow.Select(_ => loss)]), ("gradient_flow/one.input", flow));

    [TestMethod]
    [DataRow(new[] { 0.25, 0, 0, 0 }, true)]
    [DataRow(new[] { 0.2499, 0.4, 0.4, 0.2499 }, false)]
    [DataRow(new[] { 0, 0, 0, 0.25 }, true)]
    public void Find_Starved_WarnsOfStarvedWeights(double[] starved, bool warns) =>
        AssertWarns(warns, StarvedWeights, "one", ("starved/one", starved));

    [TestMethod]
    [DataRow(10.1, 0.001, 0.0, true)]
    [DataRow(10.0, 0.001, 0.0, false)]
    [DataRow(1.0, 0.1, 0.25, true)]
    [DataRow(1.0, 0.099, 0.25, false)]
    [DataRow(1.0, 10, 0.24, false)]
    public void Find_LossAndRate_WarnsOfAHighLearningRate(double loss, double rate, double starved, bool warns)
    {
        AssertWarns(warns, HighLearningRate, null,
            ("Loss", [loss]), ("Learning Rate", [rate]), ("starved/one", [starved]));
        AssertWarns(warns, HighLearningRate, null,
            ("Loss", [loss]), ("Learning Rate", [0]), ("Learning Rate/binary", [rate]), ("starved/one", [starved]));
    }

    [TestMethod]
    public void Find_WithoutEpochsOrValues_FindsNothing()
    {
        Assert.IsEmpty(new TrainingHistory().Warnings);
        Assert.IsEmpty(Histories.Of(("Accuracy", [0.1])).Warnings);
    }

    // What a person reads: the name, the layer, the figure and the option that helps.
    [TestMethod]
    public void ToString_OfAWarning_SaysWhatWhereAndWhatHelps()
    {
        var warnings = Histories.Of(("gradient_flow/a.input", [0.001]), ("starved/b", [0.75]), ("starved/c", [0]))
            .Warnings.Select(warning => warning.ToString()).ToArray();
        Assert.HasCount(2, warnings);
        StringAssert.StartsWith(warnings[0], "starved_weights 'b': 75 % of the latent weights");
        StringAssert.Contains(warnings[0], "clip_value");
        StringAssert.StartsWith(warnings[1], "dead_gradient 'a.input': 0.1 % of the gradient");
        StringAssert.Contains(warnings[1], "BatchNormalization");
        var high = Histories.Of(("Loss", [12.5]), ("Learning Rate", [10.0]), ("starved/b", [0.75])).Warnings.Single();
        StringAssert.StartsWith(high.ToString(), "high_learning_rate: the training loss is 12.5");
        StringAssert.Contains(high.Message, "learning rate of 10; the default is 0.005");
    }

    private static void AssertWarns(bool warns, string name, string? layer, params (string, double[])[] columns)
    {
        var found = Histories.Of(columns).Warnings.Where(warning => warning.Name == name).ToArray();
        Assert.HasCount(warns ? 1 : 0, found);
        if (warns) Assert.AreEqual(layer, found[0].Layer);
    }
}
