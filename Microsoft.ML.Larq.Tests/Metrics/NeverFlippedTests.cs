using Microsoft.ML.Larq.Metrics;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Metrics;

[TestClass]
public class NeverFlippedTests
{
    // By hand: of four, the second flips in pass 2, the third in pass 3; the second flips back, which changes nothing.
    [TestMethod]
    public void Result_OverPasses_CountsWhatKeptItsSign()
    {
        using var metric = new NeverFlipped();
        Assert.IsTrue(double.IsNaN(metric.Result));
        var results = new[] { new[] { 1f, 1, -1, -1 }, [1, -1, -1, -1], [1, 1, 1, -1], [1, 1, 1, -1] }
            .Select(values => Updated(metric, values)).ToArray();
        CollectionAssert.AreEqual(new[] { 1, 0.75, 0.5, 0.5 }, results);
        metric.Reset();
        Assert.AreEqual(0.5, metric.Result, "An epoch's beginning forgets nothing.");
        Assert.AreEqual(0.25, Updated(metric, [-1, 1, 1, -1]));
    }

    // Scales change with every step, and are no flips; a ternary weight that leaves 0 has changed.
    [TestMethod]
    public void Result_OfScaledAndTernaryValues_LooksAtTheSign()
    {
        using var metric = new NeverFlipped();
        Updated(metric, [0.5f, -0.5f, 0, 0]);
        Assert.AreEqual(0.75, Updated(metric, [0.7f, -0.7f, 0, 0.7f]));
        Assert.AreEqual(0.5, Updated(metric, [0, -0.7f, 0, 0.7f]));
    }

    [TestMethod]
    public void Result_OfRandomWalks_IsThatOfRememberingAll()
    {
        var random = new Random(5);
        using var metric = new NeverFlipped();
        var passes = new List<float[]>();
        var values = new float[200];
        for (var pass = 0; pass < 30; pass++)
        {
            values = [.. values.Select(value => value + (float)(random.NextDouble() - 0.5))];
            passes.Add([.. values]);
            var never = Enumerable.Range(0, values.Length)
                .Count(i => passes.All(one => Math.Sign(one[i]) == Math.Sign(passes[0][i])));
            Assert.AreEqual(never / 200.0, Updated(metric, values), $"pass {pass}");
        }
    }

    [TestMethod]
    public void State_PutBack_GoesOnWhereItWas()
    {
        using var metric = new NeverFlipped();
        Updated(metric, [1, 1, -1, -1]);
        Updated(metric, [1, -1, -1, -1]);
        using var other = new NeverFlipped();
        other.LoadState(metric.SaveState());
        Assert.AreEqual(0.75, other.Result);
        Assert.AreEqual(0.5, Updated(other, [1, 1, -1, 1]));
    }

    [TestMethod]
    public void Update_OfAnotherShape_NamesBoth()
    {
        using var metric = new NeverFlipped();
        Updated(metric, [1, 1, -1]);
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => Updated(metric, [1, 1])).Message, "here (3); got (2)");
    }

    private static double Updated(NeverFlipped metric, float[] output)
    {
        using var values = tensor(output);
        metric.UpdateForward(values, values);
        return metric.Result;
    }
}
