using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Optimizers.Schedules;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Optimizers;

/// <summary>What larq 0.13.3 promises of CaseOptimizer, and what it leaves open.</summary>
/// <remarks>
/// <see href="https://github.com/larq/larq/blob/v0.13.3/larq/optimizers.py"/>, CaseOptimizer; its tests are in
/// larq/optimizers_test.py, TestCaseOptimizer.
/// </remarks>
[TestClass]
public class CaseTests
{
    [TestMethod]
    public void Case_BadArguments_ThrowWhenMade()
    {
        var sgd = Optimize.Sgd();
        Assert.ThrowsExactly<ArgumentNullException>(() => Optimize.Case(binary: null!, other: sgd));
        Assert.ThrowsExactly<ArgumentNullException>(() => Optimize.Case(binary: sgd, other: null!));
        Refused("what says which weights", ("a", null!, sgd));
        Refused("an optimizer", ("a", _ => true, null!));
        Refused("a name", (" ", _ => true, sgd));
        Refused("a name", default);
        Assert.ThrowsExactly<ArgumentNullException>(() => Optimize.Case(sgd, cases: null!));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Optimize.Case(sgd, [])).Message, "got none");
        var twice = Assert.ThrowsExactly<ArgumentException>(
            () => Optimize.Case(sgd, All("a", sgd), All("a", sgd)));
        StringAssert.Contains(twice.Message, "got 'a' twice");

        void Refused(string missing, (string, Func<TrainedWeight, bool>, OptimizerSpec) one)
        {
            var error = Assert.ThrowsExactly<ArgumentException>(() => Optimize.Case(sgd, one));
            Assert.AreEqual("cases", error.ParamName);
            StringAssert.Contains(error.Message, $"a case has {missing}");
        }
    }

    [TestMethod]
    public void Create_WeightClaimedTwice_ThrowsNamingIt()
    {
        using var scope = NewDisposeScope();
        var spec = Optimize.Case(null, All("all", Optimize.Sgd()), Binary(Optimize.Bop()));
        var error = Assert.ThrowsExactly<ArgumentException>(() => spec.Create(Weights(), _ => { }));
        StringAssert.Contains(error.Message, "'quant/kernel' is claimed by the cases 'all', 'bits'");
    }

    [TestMethod]
    public void Create_CaseThatClaimsNothing_ThrowsNamingItAndTheWeights()
    {
        using var scope = NewDisposeScope();
        var spec = Optimize.Case(binary: Optimize.Bop(), other: Optimize.Adam());
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => spec.Create([OptimizerBench.Weight("dense", null)], _ => { }));
        StringAssert.Contains(error.Message, "case 'binary' claims no weight");
        StringAssert.Contains(error.Message, "'dense/kernel' (32 bit)");
    }

    // The default is exempt: it may be left without a weight.
    [TestMethod]
    public void Create_NothingLeftForTheDefault_IsFine()
    {
        using var scope = NewDisposeScope();
        using var optimizer = Optimize.Case(binary: Optimize.Bop(), other: Optimize.Adam())
            .Create([OptimizerBench.Weight("quant", "ste_sign")], _ => Assert.Fail("No warning is due."));
        CollectionAssert.AreEqual(
            new[] { "Threshold/binary", "Gamma/binary" }, optimizer.Rates.Select(rate => rate.Key).ToArray());
    }

    [TestMethod]
    public void Create_WeightOfNobody_WarnsAndLeavesIt()
    {
        using var scope = NewDisposeScope();
        var warnings = new List<string>();
        var weights = Weights();
        using var optimizer = Optimize.Case(null, Binary(Optimize.Bop())).Create(weights, warnings.Add);
        StringAssert.Contains(warnings.Single(), "no case claims 'dense/kernel'");
        Step(optimizer, weights, 1);
        Assert.AreEqual(0f, weights[0].Tensor.item<float>());
        Assert.AreEqual(1f, weights[1].Tensor.item<float>());

        // Its gradient is forgotten all the same.
        optimizer.ZeroGradients();
        Assert.AreEqual(0f, weights[0].Tensor.grad!.item<float>());
    }

    [TestMethod]
    public void Step_EachGroup_FollowsItsOwnOptimizerAndRate()
    {
        using var scope = NewDisposeScope();
        var weights = Weights();
        using var optimizer = Optimize.Case(
            binary: Optimize.Sgd(Schedule.InverseTime(4f, 1f, 1, ScheduleUnit.Step)), other: Optimize.Sgd(0.5f))
            .Create(weights, _ => Assert.Fail("No warning is due."));
        Step(optimizer, weights, 2);

        // Gradients of 1: −0.5 − 0.5 and −4 − 2.
        Assert.AreEqual(-1f, weights[0].Tensor.item<float>());
        Assert.AreEqual(-6f, weights[1].Tensor.item<float>());
        CollectionAssert.AreEqual(
            new KeyValuePair<string, double>[] { new("Learning Rate", 0.5), new("Learning Rate/binary", 2) },
            optimizer.Rates.ToArray());
    }

    // Predicates are asked once for each weight.
    [TestMethod]
    public void Step_Predicates_AreNotAskedAgain()
    {
        using var scope = NewDisposeScope();
        var asked = new List<string>();
        var weights = Weights();
        using var optimizer = Optimize.Case(Optimize.Sgd(), ("one", Asked, Optimize.Sgd()))
            .Create(weights, _ => { });
        Step(optimizer, weights, 3);
        CollectionAssert.AreEqual(new[] { "dense/kernel", "quant/kernel" }, asked);

        bool Asked(TrainedWeight weight)
        {
            asked.Add(weight.ToString());
            return weight.Layer == "dense";
        }
    }

    [TestMethod]
    public void Create_AnOptimizerThatDoesNotFit_LeavesNoTensorBehind()
    {
        using var scope = NewDisposeScope();
        var weights = Weights();
        var spec = Optimize.Case(
            Optimize.Adam(), ("wrong", weight => weight.Layer == "dense", Optimize.Bop()));
        var before = Tensor.TotalCount;
        Assert.ThrowsExactly<ArgumentException>(() => spec.Create(weights, _ => { }));
        Assert.AreEqual(before, Tensor.TotalCount);
    }

    private static (string, Func<TrainedWeight, bool>, OptimizerSpec) All(string name, OptimizerSpec optimizer) =>
        (name, _ => true, optimizer);

    private static (string, Func<TrainedWeight, bool>, OptimizerSpec) Binary(OptimizerSpec optimizer) =>
        ("bits", weight => weight.Spec.Precision == 1, optimizer);

    private static TrainedWeight[] Weights() =>
        [OptimizerBench.Weight("dense", null), OptimizerBench.Weight("quant", Quantizer.SteSign())];

    private static void Step(WeightOptimizer optimizer, TrainedWeight[] weights, int steps)
    {
        for (var step = 0; step < steps; step++)
        {
            optimizer.ZeroGradients();
            foreach (var weight in weights) weight.Tensor.sum().backward();
            optimizer.Step(new ScheduleTime(step, steps));
        }
    }
}
