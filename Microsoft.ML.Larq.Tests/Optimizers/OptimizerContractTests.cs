using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Optimizers.Schedules;
using Microsoft.ML.Larq.Tests.Families;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Optimizers;

/// <summary>What every optimizer owes; its factories owe what <see cref="FactoryContractTests"/> says.</summary>
[TestClass]
public class OptimizerContractTests
{
    public static IEnumerable<object[]> Specs => OptimizerArithmetic.Rows.Keys.Select(spec => new object[] { spec });

    [TestMethod]
    public void Arithmetic_EverySpec_IsThere() => Owed.Rows(
        typeof(OptimizerSpec), "OptimizerArithmetic.Rows (Tests/Optimizers)", OptimizerArithmetic.Rows.Keys,
        "add one with its formula in doubles and where it is from, and the names of its rates and slots");

    [TestMethod]
    public void Arithmetic_Rows_AreOfTheirSpec()
    {
        foreach (var (spec, row) in OptimizerArithmetic.Rows) Assert.IsInstanceOfType(row.Create(1f), spec);
    }

    // From the fifth step at half the rate, as a callback asks for.
    [TestMethod]
    [DynamicData(nameof(Specs))]
    public void Step_RatesThatChange_FollowsTheFormula(Type spec)
    {
        using var scope = NewDisposeScope();
        var row = OptimizerArithmetic.Rows[spec];
        using var run = new OptimizerRun(row.Create(OptimizerRun.Rates));
        var expected = run.Weights.Select(values => values.Select(value => (double)value).ToArray()).ToArray();
        Func<double, double, int, double, double>[][] elements =
            [[.. expected[0].Select(_ => row.Element("a"))], [.. expected[1].Select(_ => row.Element("b"))]];
        for (var step = 0; step < OptimizerRun.Steps; step++)
        {
            if (step == 4) run.Optimizer.RateFactor = 0.5;
            var rate = OptimizerRun.Rate(step) * (step < 4 ? 1 : 0.5);
            run.Step(step);
            for (var weight = 0; weight < 2; weight++)
            {
                for (var i = 0; i < expected[weight].Length; i++)
                {
                    expected[weight][i] = elements[weight][i](
                        expected[weight][i], OptimizerRun.Gradients(step)[weight][i], step + 1, rate);
                    Assert.AreEqual(
                        expected[weight][i], run.Weights[weight][i], 2e-6,
                        $"{spec.Name}, step {step + 1}, element {i} of {"ab"[weight]}");
                }
            }

            Assert.AreEqual(rate, run.Optimizer.Rates[^1].Value, 1e-12, $"{spec.Name}, step {step + 1}");
        }
    }

    // What is remembered and the number of steps are all that a training needs to go on.
    [TestMethod]
    [DynamicData(nameof(Specs))]
    public void Step_StoppedAndGoneOn_HasTheSameBits(Type spec)
    {
        using var scope = NewDisposeScope();
        var row = OptimizerArithmetic.Rows[spec];
        using var whole = new OptimizerRun(row.Create(OptimizerRun.Rates));
        for (var step = 0; step < 3; step++) whole.Step(step);
        using var second = new OptimizerRun(row.Create(OptimizerRun.Rates), whole.Weights);
        CollectionAssert.AreEqual(row.Slots, second.Optimizer.Slots.Select(slot => slot.Key).ToArray());
        using (no_grad())
        {
            foreach (var (slot, saved) in second.Optimizer.Slots.Zip(whole.Optimizer.Slots))
                slot.Value.copy_(saved.Value);
        }

        second.Optimizer.Steps = whole.Optimizer.Steps;
        Assert.AreEqual(3, second.Optimizer.Steps);
        for (var step = 3; step < OptimizerRun.Steps; step++)
        {
            whole.Step(step);
            second.Step(step);
        }

        for (var i = 0; i < 2; i++) CollectionAssert.AreEqual(whole.Weights[i], second.Weights[i]);
    }

    [TestMethod]
    [DynamicData(nameof(Specs))]
    public void Rates_BeforeAndAfterSteps_HaveTheSameNames(Type spec)
    {
        using var scope = NewDisposeScope();
        var row = OptimizerArithmetic.Rows[spec];
        using var run = new OptimizerRun(row.Create(OptimizerRun.Rates));
        CollectionAssert.AreEqual(row.Rates, run.Optimizer.Rates.Select(rate => rate.Key).ToArray());
        run.Step(0);
        CollectionAssert.AreEqual(row.Rates, run.Optimizer.Rates.Select(rate => rate.Key).ToArray());
    }

    [TestMethod]
    [DynamicData(nameof(Specs))]
    public void Step_WithoutGradients_LeavesTheWeightsAndCountsTheStep(Type spec)
    {
        using var scope = NewDisposeScope();
        using var run = new OptimizerRun(OptimizerArithmetic.Rows[spec].Create(OptimizerRun.Rates));
        var before = run.Weights;
        run.StepWithoutGradients(0);
        for (var i = 0; i < 2; i++) CollectionAssert.AreEqual(before[i], run.Weights[i]);
        Assert.AreEqual(1, run.Optimizer.Steps);
    }

    // Beside one that has given the same weights gradients.
    [TestMethod]
    [DynamicData(nameof(Specs))]
    public void Dispose_AfterSteps_LeavesNoTensorBehind(Type spec)
    {
        using var scope = NewDisposeScope();
        var made = OptimizerArithmetic.Rows[spec].Create(OptimizerRun.Rates);
        using var run = new OptimizerRun(made);
        run.Step(0);
        Step();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var before = Tensor.TotalCount;
        Step();
        Assert.AreEqual(before, Tensor.TotalCount);

        void Step()
        {
            using var optimizer = made.Create(run.Trained, _ => { });
            for (var step = 0; step < 3; step++) optimizer.Step(new ScheduleTime(step, 3));
        }
    }
}
