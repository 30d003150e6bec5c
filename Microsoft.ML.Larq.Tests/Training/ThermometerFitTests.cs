using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Training.Data;

namespace Microsoft.ML.Larq.Tests.Training;

[TestClass]
public class ThermometerFitTests
{
    [TestMethod]
    public void Thresholds_ManyDistinctValues_AreMidpointsNearestToTheQuantiles()
    {
        for (var seed = 0; seed < 200; seed++)
        {
            var random = new Random(seed);
            var distinct = random.Next(9, 60);
            float[] sorted = [.. Enumerable.Range(0, random.Next(distinct, 300))
                .Select(i => i < distinct ? i : random.Next(distinct)).Select(v => v * v / 4f).Order()];
            var bits = random.Next(1, 8);
            var thresholds = Fit(sorted, bits);
            for (var bit = 0; bit < bits; bit++)
            {
                // The slow way: the rank of every step between neighbours, and the distance to the quantile's.
                var wanted = (bit + 1.0) * sorted.Length / (bits + 1);
                var steps = Enumerable.Range(1, sorted.Length - 1).Where(i => sorted[i] > sorted[i - 1]).ToArray();
                var best = steps.Min(i => Math.Abs(i - wanted));
                var allowed = steps.Where(i => Math.Abs(Math.Abs(i - wanted) - best) < 1e-9)
                    .Select(i => (float)(((double)sorted[i - 1] + sorted[i]) / 2)).ToArray();
                CollectionAssert.Contains(allowed, thresholds[bit], $"seed {seed}, bit {bit} of {bits}");
            }
        }
    }

    [TestMethod]
    public void Thresholds_FewDistinctValues_TakeEveryStep()
    {
        CollectionAssert.AreEqual(new[] { 1.5f, 1.5f, 1.5f, 1.5f }, Fit([1, 1, 1, 2, 2], 4));
        CollectionAssert.AreEqual(new[] { 1.5f, 1.5f, 3f, 3f }, Fit([1, 2, 2, 2, 2, 2, 2, 4], 4));
        for (var distinct = 2; distinct <= 9; distinct++)
        {
            var thresholds = Fit(
                [.. Enumerable.Range(0, distinct).SelectMany(v => Enumerable.Repeat((float)v, 1 + v))], 8);
            CollectionAssert.AreEqual(
                Enumerable.Range(0, distinct - 1).Select(v => v + 0.5f).ToArray(), thresholds.Distinct().ToArray());
        }
    }

    [TestMethod]
    public void Thresholds_ConstantColumn_AreNeverReached()
    {
        CollectionAssert.AreEqual(new[] { float.PositiveInfinity, float.PositiveInfinity }, Fit([3, 3, 3], 2));
        CollectionAssert.AreEqual(new[] { float.PositiveInfinity }, Fit([3], 1));
        CollectionAssert.AreEqual(new[] { float.PositiveInfinity }, Fit([-0f, 0f], 1));
    }

    // Near 10⁸ single precision has steps of 8: the midpoint of neighbours is no float, and must not round to the
    // lower.
    [TestMethod]
    [DataRow(1e8f)]
    [DataRow(-1e8f)]
    [DataRow(16_777_216f)]
    [DataRow(3e38f)]
    [DataRow(1e-45f)]
    public void Thresholds_NeighbouringFloats_StillTellThemApart(float value)
    {
        float[] sorted = [value, value, MathF.BitIncrement(value), MathF.BitIncrement(MathF.BitIncrement(value))];
        foreach (var bits in new[] { 1, 2, 5 })
        {
            foreach (var threshold in Fit(sorted, bits))
                Assert.IsTrue(sorted[0] < threshold && threshold <= sorted[3], $"{threshold:R} for {bits} bits");
        }

        // Two thresholds tell three values apart.
        var thresholds = Fit(sorted, 2);
        Assert.AreEqual(3, sorted.Select(x => thresholds.Count(threshold => x >= threshold)).Distinct().Count());
    }

    [TestMethod]
    public void Thresholds_OppositeEnds_DoNotOverflow() =>
        CollectionAssert.AreEqual(new[] { 0f }, Fit([-float.MaxValue, float.MaxValue], 1));

    // Growing functions that are exact on these numbers leave every row's signs as they were.
    [TestMethod]
    public void Thresholds_GrowingFunctionOfTheColumn_GiveEqualSigns()
    {
        var random = new Random(2);
        float[] column = [.. Enumerable.Range(0, 100).Select(_ => (float)random.Next(-40, 41)).Order()];
        Func<float, float>[] growths = [x => x * 1024, x => x / 1024, x => x + 1_000_000, x => x * x * x];
        foreach (var grow in growths)
        {
            float[] grown = [.. column.Select(grow)];
            foreach (var bits in new[] { 1, 8, 255 })
                CollectionAssert.AreEqual(Signs(column, Fit(column, bits)), Signs(grown, Fit(grown, bits)));
        }
    }

    [TestMethod]
    public void Fit_Network_FillsEveryThermometerByColumn()
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(2), x => x.QuantileThermometer(1).Concatenate(x.QuantileThermometer(2)).Dense(2));
        using var rows = Probe.Rows([0, 7, 1, 7, 2, 7, 10, 8], 0, 1, 0, 1);
        var start = NetworkWeights.Initialize(definition, 1);
        var weights = ThermometerFit.Fit(definition, start, rows, new TrainingColumns(rows, 2));
        CollectionAssert.AreEqual(
            new[] { 1.5f, 7.5f }, weights["quantile_thermometer/thresholds"].Values.ToArray());
        CollectionAssert.AreEqual(
            new[] { 0.5f, 6f, 7.5f, 7.5f }, weights["quantile_thermometer_1/thresholds"].Values.ToArray());
        CollectionAssert.AreEqual(start["dense/kernel"].Values.ToArray(), weights["dense/kernel"].Values.ToArray());
    }

    private static float[] Fit(float[] sorted, int bits)
    {
        var thresholds = new float[bits];
        ThermometerFit.Thresholds(sorted, thresholds);
        return thresholds;
    }

    private static bool[] Signs(float[] column, float[] thresholds) =>
        [.. column.SelectMany(x => thresholds.Select(threshold => x >= threshold))];
}
