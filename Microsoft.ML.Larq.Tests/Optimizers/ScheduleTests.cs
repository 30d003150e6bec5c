using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Optimizers.Schedules;

namespace Microsoft.ML.Larq.Tests.Optimizers;

[TestClass]
public class ScheduleTests
{
    private const ScheduleUnit Epoch = ScheduleUnit.Epoch;
    private const ScheduleUnit Step = ScheduleUnit.Step;

    // larq-zoo 2.3.3, larq_zoo/training/learning_schedules.py, CosineDecayWithWarmup, as TrainQuickNet of
    // sota_experiments.py there makes it: 625 steps per epoch, 5 epochs W = 3125, 600 epochs D = 375,000, peak 0.1.
    [TestMethod]
    public void WarmUpCosine_QuickNet_IsTheZoosFormula()
    {
        const long W = 3125;
        const long D = 375_000;
        var schedule = Schedule.WarmUpCosine(0.1f, 5);
        foreach (var step in new[] { 0, 1, 1000, W - 2, W - 1, W, W + 1, 100_000, D - 2, D - 1 })
        {
            var expected = step < W
                ? 0.1f * (double)step / (W - 1)
                : 0.1f / 2 * (1 + Math.Cos(Math.PI * Math.Min(step - W, D - W - 1) / (D - W - 1)));
            Assert.AreEqual(expected, schedule.At(new ScheduleTime(step, D, 625)), 1e-9, $"step {step}");
        }

        Assert.AreEqual(0.1f, schedule.At(new ScheduleTime(W - 1, D, 625)), 1e-12);
        Assert.AreEqual(0, schedule.At(new ScheduleTime(D - 1, D, 625)), 1e-12);
    }

    // larq-zoo 2.3.3, larq_zoo/training/basic_experiments.py: learning_rate_schedule of TrainBinaryAlexNet,
    // TrainBinaryResNetE18 and TrainXNORNet, as one would write them here.
    [TestMethod]
    public void Recipes_OfTheZoo_AreSpelledWithThese()
    {
        At(Schedule.StepDecay(1e-2f, 0.5f, 10), (0, 1e-2), (9, 1e-2), (10, 5e-3), (149, 1e-2 * Math.Pow(0.5, 14)));
        At(Schedule.Piecewise(
            4e-3f, Epoch, (70, 1.2e-3f), (90, 3.6e-4f), (110, 1.08e-4f)), (69, 4e-3), (70, 1.2e-3), (119, 1.08e-4));
        At(
            Schedule.Piecewise(
                1e-3f, Epoch, (19, 5e-4f), (30, 1e-4f), (44, 5e-5f),
                (53, 1e-5f), (66, 5e-6f), (76, 1e-6f), (86, 1e-7f)),
            (18, 1e-3), (19, 5e-4), (52, 5e-5), (99, 1e-7));

        static void At(Schedule schedule, params (long Epoch, double Value)[] expected)
        {
            foreach (var (epoch, value) in expected)
                Assert.AreEqual(value, schedule.At(new ScheduleTime((epoch * 7) + 3, 7000, 7)), value * 1e-6);
        }
    }

    [TestMethod]
    [DataRow(-1.0)]
    [DataRow(double.NaN)]
    [DataRow(double.PositiveInfinity)]
    public void Function_ValueOutOfRange_ThrowsSayingWhen(double value)
    {
        var error = Assert.ThrowsExactly<InvalidOperationException>(
            () => Schedule.Function(_ => value).At(new ScheduleTime(7, 10, 2)));
        StringAssert.Contains(error.Message, $"gave {value} at epoch 3");
    }

    [TestMethod]
    public void Schedules_BadArguments_ThrowNamingThem()
    {
        foreach (var bad in new[] { -1f, float.NaN, float.PositiveInfinity })
        {
            Refused("initial", () => Schedule.StepDecay(bad, 1, 1));
            Refused("factor", () => Schedule.StepDecay(1, bad, 1));
            Refused("initial", () => Schedule.Exponential(bad, 1, 1));
            Refused("factor", () => Schedule.Exponential(1, bad, 1));
            Refused("initial", () => Schedule.InverseTime(bad, 1, 1));
            Refused("rate", () => Schedule.InverseTime(1, bad, 1));
            Refused("initial", () => Schedule.Linear(bad));
            Refused("final", () => Schedule.Linear(1, bad));
            Refused("initial", () => Schedule.Piecewise(bad, Step));
            Refused("changes", () => Schedule.Piecewise(1, Step, (1, bad)));
            Refused("peak", () => Schedule.WarmUpCosine(bad, 1));
        }

        foreach (var bad in new[] { 0L, -1 })
        {
            Refused("every", () => Schedule.StepDecay(1, 1, bad));
            Refused("over", () => Schedule.Exponential(1, 1, bad));
            Refused("over", () => Schedule.InverseTime(1, 1, bad));
            Refused("length", () => Schedule.WarmUp(bad, 1f));
            Refused("warmUp", () => Schedule.WarmUpCosine(1, bad));
            Refused("parts", () => Schedule.Chain(Step, [(1f, bad)], 1f));
            Assert.ThrowsExactly<ArgumentException>(() => Schedule.Piecewise(1, Step, (bad, 1)));
        }

        Refused("by", () => Schedule.StepDecay(1, 1, 1, (ScheduleUnit)2));
        Refused("by", () => Schedule.Function(_ => 1, (ScheduleUnit)2));
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Schedule.Piecewise(1, Step, (3, 1), (3, 2))).Message,
            "got 3 where at least 4");
        Assert.ThrowsExactly<ArgumentNullException>(() => Schedule.WarmUp(1, null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => Schedule.Chain(Step, [(null!, 1)], 1f));
        Assert.ThrowsExactly<ArgumentNullException>(() => Schedule.Chain(Step, [(1f, 1)], null!));
        Assert.ThrowsExactly<ArgumentNullException>(() => Schedule.Function(null!));

        static void Refused(string parameter, Func<object> make) => Assert.AreEqual(
            parameter, Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => make()).ParamName);
    }

    // Lengths that only an infinite training would reach: products and sums stay where they are.
    [TestMethod]
    public void At_LengthsNearTheLargest_DoNotOverflow()
    {
        var time = new ScheduleTime(1000, 2000, 50);
        Assert.AreEqual(0, Schedule.WarmUp(long.MaxValue, 0.5f).At(time), 1e-12);
        Assert.AreEqual(
            0.5, Schedule.WarmUp(long.MaxValue, 0.5f, ScheduleUnit.Step).At(new(long.MaxValue - 1, 9)), 1e-6);
        Assert.AreEqual(0.25, Schedule.Chain(ScheduleUnit.Epoch, [(0.25f, long.MaxValue / 2)], 0.5f).At(time));
        Assert.AreEqual(0.5, Schedule.StepDecay(0.5f, 0.1f, long.MaxValue).At(time));
        Assert.AreEqual(0.5, Schedule.Piecewise(0.5f, ScheduleUnit.Epoch, (long.MaxValue, 1f)).At(time));
        Assert.ThrowsExactly<ArgumentException>(
            () => Schedule.Piecewise(0.5f, ScheduleUnit.Epoch, (long.MaxValue, 1f), (5, 2f)));
    }
}
