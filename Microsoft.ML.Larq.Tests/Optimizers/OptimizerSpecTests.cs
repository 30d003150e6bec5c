using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Optimizers.Schedules;

namespace Microsoft.ML.Larq.Tests.Optimizers;

[TestClass]
public class OptimizerSpecTests
{
    [TestMethod]
    public void Optimize_Defaults_AreThoseDocumented()
    {
        Assert.AreEqual(new AdamSpec(1e-3, 0.9, 0.999, 1e-7), Optimize.Adam());
        Assert.AreEqual(new SgdSpec(1e-2, 0), Optimize.Sgd());
        Assert.AreEqual(new AdamWSpec(new AdamSpec(1e-3, 0.9, 0.999, 1e-7), 0.004), Optimize.AdamW());
        Assert.AreEqual(new NesterovSpec(new SgdSpec(1e-2, 0)), Optimize.Sgd(nesterov: true));
        Assert.AreEqual(new RmsPropSpec(1e-3, 0.9, 0, 1e-7, false), Optimize.RmsProp());
        Assert.AreEqual(new SignSgdSpec(1e-3, 0), Optimize.SignSgd());
        Assert.AreEqual(new LionSpec(1e-3, 0.9, 0.99, 0), Optimize.Lion());
        Assert.AreEqual(new BopSpec(1e-8, 1e-4), Optimize.Bop());
    }

    [TestMethod]
    public void Optimize_BadArguments_ThrowNamingThem()
    {
        foreach (var bad in new[] { 1, 1.5 })
        {
            Refused("beta1", bad, () => Optimize.Adam(beta1: bad));
            Refused("beta2", bad, () => Optimize.AdamW(beta2: bad));
            Refused("momentum", bad, () => Optimize.Sgd(momentum: bad));
            Refused("momentum", bad, () => Optimize.Sgd(momentum: bad, nesterov: true));
            Refused("rho", bad, () => Optimize.RmsProp(rho: bad));
            Refused("momentum", bad, () => Optimize.RmsProp(momentum: bad));
            Refused("momentum", bad, () => Optimize.SignSgd(momentum: bad));
            Refused("beta1", bad, () => Optimize.Lion(beta1: bad));
            Refused("beta2", bad, () => Optimize.Lion(beta2: bad));
        }

        Refused("epsilon", 0.0, () => Optimize.Adam(epsilon: 0));
        Refused("epsilon", 0.0, () => Optimize.RmsProp(epsilon: 0));

        // What no schedule gives is refused where the number becomes one.
        foreach (var bad in new[] { -1e-7, double.NaN, double.PositiveInfinity })
        {
            Refused("value", bad, () => Optimize.Adam(beta1: bad));
            Refused("value", bad, () => Optimize.Adam(epsilon: bad));
            Refused("value", bad, () => Optimize.AdamW(weightDecay: bad));
            Refused("value", bad, () => Optimize.Sgd(momentum: bad));
        }

        foreach (var bad in new[] { -1e-3f, float.NaN, float.PositiveInfinity })
        {
            Refused("value", (double)bad, () => Optimize.Adam(bad));
            Refused("value", (double)bad, () => Schedule.Constant(bad));
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
}
