using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Optimizers;

[TestClass]
public class OptimizerSpecTests
{
    private static readonly float[] Gradients = [1f, -0.5f, 0.25f, 2f, -3f];

    // Kingma and Ba's algorithm 1 in doubles, with a rate of its own for every step.
    [TestMethod]
    public void Adam_RatesThatChange_FollowsTheAlgorithm()
    {
        double m = 0, v = 0, w = 0.7;
        var expected = Gradients.Select((g, i) =>
        {
            m = (0.8 * m) + (0.2 * g);
            v = (0.95 * v) + (0.05 * g * g);
            w -= Rate(i) * (m / (1 - Math.Pow(0.8, i + 1))) / (Math.Sqrt(v / (1 - Math.Pow(0.95, i + 1))) + 1e-3);
            return w;
        });
        AssertSteps(expected, Optimize.Adam(Rates, 0.8, 0.95, 1e-3));
    }

    // Loshchilov and Hutter's algorithm 2: the weight decays by η·λ, apart from Adam's averages.
    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.25)]
    public void AdamW_RatesThatChange_FollowsTheAlgorithm(double decay)
    {
        double m = 0, v = 0, w = 0.7;
        var expected = Gradients.Select((g, i) =>
        {
            m = (0.8 * m) + (0.2 * g);
            v = (0.95 * v) + (0.05 * g * g);
            var step = m / (1 - Math.Pow(0.8, i + 1)) / (Math.Sqrt(v / (1 - Math.Pow(0.95, i + 1))) + 1e-3);
            return w -= Rate(i) * (step + (decay * w));
        });
        AssertSteps(expected, Optimize.AdamW(Rates, decay, 0.8, 0.95, 1e-3));
    }

    // b ← μ·b + g, w ← w − η·b; the first b is g.
    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.9)]
    public void Sgd_RatesThatChange_FollowsTheFormula(double momentum)
    {
        double b = 0, w = 0.7;
        var expected = Gradients.Select((g, i) =>
        {
            b = (momentum * b) + g;
            return w -= Rate(i) * b;
        });
        AssertSteps(expected, Optimize.Sgd(Rates, momentum));
    }

    [TestMethod]
    public void Optimize_Defaults_AreThoseDocumented()
    {
        Assert.AreEqual(new AdamSpec(1e-3f, 0.9, 0.999, 1e-7), Optimize.Adam());
        Assert.AreEqual(new SgdSpec(1e-2f, 0), Optimize.Sgd());
        Assert.AreEqual(new AdamWSpec(new AdamSpec(1e-3f, 0.9, 0.999, 1e-7), 0.004), Optimize.AdamW());
        Assert.AreEqual(new BopSpec(1e-8f, 1e-4f), Optimize.Bop());
    }

    [TestMethod]
    public void Optimize_BadArguments_ThrowNamingThem()
    {
        foreach (var bad in new[] { -0.1, 1, double.NaN, double.PositiveInfinity })
        {
            Refused("beta1", bad, () => Optimize.Adam(beta1: bad));
            Refused("beta2", bad, () => Optimize.Adam(beta2: bad));
            Refused("momentum", bad, () => Optimize.Sgd(momentum: bad));
        }

        foreach (var bad in new[] { 0, -1e-7, double.NaN, double.PositiveInfinity })
            Refused("epsilon", bad, () => Optimize.Adam(epsilon: bad));
        foreach (var bad in new[] { -1e-7, double.NaN, double.PositiveInfinity })
            Refused("weightDecay", bad, () => Optimize.AdamW(weightDecay: bad));
        foreach (var bad in new[] { -1e-3f, float.NaN, float.PositiveInfinity })
        {
            Refused("value", bad, () => Optimize.Adam(bad));
            Refused("value", bad, () => Schedule.Constant(bad));
            Refused("initial", bad, () => Schedule.Cosine(bad));
        }

        foreach (var bad in new[] { -0.1f, 1.1f, float.NaN }) Refused("minimum", bad, () => Schedule.Cosine(1, bad));

        static void Refused(string parameter, object value, Func<object> make)
        {
            var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => make());
            Assert.AreEqual(parameter, error.ParamName);
            Assert.AreEqual(value, error.ActualValue);
        }
    }

    [TestMethod]
    public void Schedule_Constant_NeverChanges()
    {
        Schedule schedule = 0.25f;
        foreach (var step in new[] { 0L, 5, 10 }) Assert.AreEqual(0.25, schedule.At(new ScheduleTime(step, 10)));
    }

    // v·(m + (1 − m)·(1 + cos πt)/2): whole at 0, √½ terms at quarters, m at the end.
    [TestMethod]
    [DataRow(0, 0f, 2.0)]
    [DataRow(1, 0f, 1.7071067811865475)]
    [DataRow(2, 0f, 1.0)]
    [DataRow(3, 0f, 0.2928932188134524)]
    [DataRow(4, 0f, 0.0)]
    [DataRow(0, 0.5f, 2.0)]
    [DataRow(2, 0.5f, 1.5)]
    [DataRow(4, 0.5f, 1.0)]
    [DataRow(3, 1f, 2.0)]
    public void Schedule_Cosine_FallsToTheShare(int step, float minimum, double expected) =>
        Assert.AreEqual(expected, Schedule.Cosine(2f, minimum).At(new ScheduleTime(step, 4)), 1e-12);

    private static Schedule Rates => Schedule.Function(step => Rate((int)step), ScheduleUnit.Step);

    private static double Rate(int step) => 0.5 / (step + 1);

    private static void AssertSteps(IEnumerable<double> expected, OptimizerSpec spec)
    {
        using var scope = NewDisposeScope();
        var bench = new OptimizerBench(spec, Quantizer.SteSign(), [0.7f]);
        using var optimizer = bench.Optimizer;
        var step = 0;
        foreach (var value in expected)
        {
            Assert.AreEqual(value, bench.Step(Gradients[step])[0], 1e-5, $"step {step}");
            Assert.AreEqual(Rate(step++), optimizer.Rates.Single().Value);
        }
    }
}
