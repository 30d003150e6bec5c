using Microsoft.ML.Larq.Optimizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Optimizers;

/// <summary>Every number that an optimizer works with may have a schedule.</summary>
[TestClass]
public class HyperparameterTests
{
    private const double Rate = 0.25;

    // A formula takes weight, gradient, step from 0 and what is remembered; falling and rising are the two schedules.
    private static readonly Dictionary<string, (OptimizerSpec Spec, string[] Names, Formula Element)> Rows = new()
    {
        ["adam"] = (
            Optimize.Adam(Rate, Falling(0.9), Rising(0.5), Falling(1e-2)), ["Beta1", "Beta2", "Epsilon"],
            (w, g, t, s) => Adam(w, g, t, s, 0)),
        ["adamw"] = (
            Optimize.AdamW(Rate, Falling(0.5), Falling(0.9), Rising(0.5), Falling(1e-2)),
            ["Beta1", "Beta2", "Epsilon", "Weight Decay"], (w, g, t, s) => Adam(w, g, t, s, Fall(0.5, t))),
        ["sgd"] = (
            Optimize.Sgd(Rate, Rising(0.5)), ["Momentum"],
            (w, g, t, s) => w - (Rate * (s[0] = (Rise(0.5, t) * s[0]) + g))),
        ["nesterov"] = (
            Optimize.Sgd(Rate, Rising(0.5), nesterov: true), ["Momentum"],
            (w, g, t, s) =>
            {
                s[0] = (Rise(0.5, t) * s[0]) + g;
                return w - (Rate * (g + (Rise(0.5, t) * s[0])));
            }
        ),
        ["rmsprop"] = (
            Optimize.RmsProp(Rate, Rising(0.5), Falling(0.5), Falling(1e-2)), ["Rho", "Momentum", "Epsilon"],
            (w, g, t, s) =>
            {
                s[0] = (Rise(0.5, t) * s[0]) + ((1 - Rise(0.5, t)) * g * g);
                s[1] = (Fall(0.5, t) * s[1]) + (Rate * g / Math.Sqrt(s[0] + Fall(1e-2, t)));
                return w - s[1];
            }
        ),
        ["bop"] = (
            Optimize.Bop(Rising(0.125), Falling(0.5)), ["Threshold", "Gamma"],
            (w, g, t, s) =>
            {
                s[0] += Fall(0.5, t) * (g - s[0]);
                var sign = w < 0 ? -1 : 1;
                return w * s[0] > Rise(0.125, t) ? -sign : sign;
            }
        ),
    };

    private delegate double Formula(double weight, double gradient, int step, double[] memory);

    public static IEnumerable<object[]> Names => Rows.Keys.Select(name => new object[] { name });

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Step_EveryScheduleAtOnce_FollowsTheFormula(string name)
    {
        using var scope = NewDisposeScope();
        var (spec, names, element) = Rows[name];
        using var run = new OptimizerRun(spec);
        var expected = run.Weights.Select(values => values.Select(value => (double)value).ToArray()).ToArray();
        double[][][] memory = [.. expected.Select(values => values.Select(_ => new double[4]).ToArray())];
        for (var step = 0; step < OptimizerRun.Steps; step++)
        {
            run.Step(step);
            var gradients = OptimizerRun.Gradients(step);
            for (var weight = 0; weight < expected.Length; weight++)
            {
                for (var i = 0; i < expected[weight].Length; i++)
                {
                    expected[weight][i] = element(expected[weight][i], gradients[weight][i], step, memory[weight][i]);
                    Assert.AreEqual(expected[weight][i], run.Weights[weight][i], 4e-6, $"{name}, step {step}");
                }
            }

            CollectionAssert.IsSubsetOf(names, run.Optimizer.Rates.Select(rate => rate.Key).ToArray());
        }
    }

    // The products of Adam's β that its averages are corrected by are no part of what is saved.
    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Step_StoppedAndGoneOn_HasTheSameBits(string name)
    {
        using var scope = NewDisposeScope();
        using var whole = new OptimizerRun(Rows[name].Spec);
        for (var step = 0; step < 3; step++) whole.Step(step);
        using var second = new OptimizerRun(Rows[name].Spec, whole.Weights);
        using (no_grad())
        {
            foreach (var (slot, saved) in second.Optimizer.Slots.Zip(whole.Optimizer.Slots))
                slot.Value.copy_(saved.Value);
        }

        second.Optimizer.Steps = whole.Optimizer.Steps;
        for (var step = 3; step < OptimizerRun.Steps; step++)
        {
            whole.Step(step);
            second.Step(step);
        }

        for (var i = 0; i < 2; i++) CollectionAssert.AreEqual(whole.Weights[i], second.Weights[i]);
    }

    // Constant, they are as they were: no rate of their own is reported.
    [TestMethod]
    public void Rates_OfConstants_AreTheLearningRateAlone()
    {
        using var scope = NewDisposeScope();
        foreach (var spec in new[] { Optimize.Adam(), Optimize.AdamW(), Optimize.Sgd(0.1, 0.5), Optimize.RmsProp() })
        {
            using var run = new OptimizerRun(spec);
            CollectionAssert.AreEqual(
                new[] { "Learning Rate" }, run.Optimizer.Rates.Select(rate => rate.Key).ToArray(), $"{spec}");
        }
    }

    [TestMethod]
    public void Step_ScheduleThatLeavesItsRange_NamesValueAndStep()
    {
        using var scope = NewDisposeScope();
        using var run = new OptimizerRun(Optimize.Sgd(0.1, Schedule.Function(step => step / 2.0, ScheduleUnit.Step)));
        run.Step(0);
        run.Step(1);
        StringAssert.Contains(
            Assert.ThrowsExactly<InvalidOperationException>(() => run.Step(2)).Message,
            "the schedule of Momentum gave 1 at step 2; it is from 0 to below 1");
    }

    // keras.io/api/optimizers/rmsprop: RMSprop(learning_rate=0.1) takes 10 with the loss w²/2 to 9.683772.
    [TestMethod]
    public void RmsProp_ExampleOfKeras_GivesItsFigure()
    {
        var element = OptimizerArithmetic.RmsProp(0.9, 0, 1e-7, isCentered: false);
        Assert.AreEqual(9.683772, element(10, 10, 1, 0.1), 5e-7);
    }

    // keras.io/api/optimizers/sgd: velocity = momentum·velocity − rate·g, w = w + momentum·velocity − rate·g.
    [TestMethod]
    public void Nesterov_ConstantRate_IsThatOfKeras()
    {
        using var scope = NewDisposeScope();
        using var run = new OptimizerRun(Optimize.Sgd(0.25, 0.75, nesterov: true));
        var (w, velocity) = ((double)run.Weights[0][0], 0d);
        for (var step = 0; step < OptimizerRun.Steps; step++)
        {
            var g = OptimizerRun.Gradients(step)[0][0];
            velocity = (0.75 * velocity) - (0.25 * g);
            w += (0.75 * velocity) - (0.25 * g);
            run.Step(step);
            Assert.AreEqual(w, run.Weights[0][0], 4e-6, $"step {step}");
        }
    }

    // memory: mean, square, and 1 minus the products of both β.
    private static double Adam(double w, double g, int t, double[] s, double decay)
    {
        var (beta1, beta2) = (Fall(0.9, t), Rise(0.5, t));
        s[0] = (beta1 * s[0]) + ((1 - beta1) * g);
        s[1] = (beta2 * s[1]) + ((1 - beta2) * g * g);
        s[2] = (beta1 * s[2]) + (1 - beta1);
        s[3] = (beta2 * s[3]) + (1 - beta2);
        return w - (Rate * ((s[0] / s[2] / (Math.Sqrt(s[1] / s[3]) + Fall(1e-2, t))) + (decay * w)));
    }

    private static double Fall(double from, long step) => from / (1 + (step / 4.0));

    private static double Rise(double from, long step) => from * (1 + (step / 10.0));

    private static Schedule Falling(double from) => Schedule.Function(step => Fall(from, step), ScheduleUnit.Step);

    private static Schedule Rising(double from) => Schedule.Function(step => Rise(from, step), ScheduleUnit.Step);
}
