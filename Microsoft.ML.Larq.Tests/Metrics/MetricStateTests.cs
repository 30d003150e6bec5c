using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Quantizers;
using Microsoft.ML.Larq.Tests.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Metrics;

/// <summary>States: kept, put back, and combined over parts of the data.</summary>
[TestClass]
public class MetricStateTests
{
    [TestMethod]
    public void LoadState_OfOneSaved_GoesOnAsIfNothingHadHappened()
    {
        using var scope = NewDisposeScope();
        var (whole, first, second) = (new FlipRatio(), new FlipRatio(), new FlipRatio());
        float[][] steps = [[1, 1, -1], [1, -1, -1], [-1, -1, -1], [-1, 1, 1]];
        foreach (var step in steps) Update(whole, step);
        foreach (var step in steps[..2]) Update(first, step);
        second.LoadState(first.SaveState());
        foreach (var step in steps[2..]) Update(second, step);
        Assert.AreEqual((1 + 1 + 2) / 9.0, whole.Result, 1e-12);
        Assert.AreEqual((whole.Result, whole.Count, whole.Total), (second.Result, second.Count, second.Total));
        Assert.AreEqual(1 / 3.0, first.Result, 1e-12, "what was saved is a copy");
    }

    // Batches seen by three machines: sums add up to those of one that sees all.
    [TestMethod]
    public void LoadState_OfParts_IsTheStateOfTheWhole()
    {
        using var scope = NewDisposeScope();
        var random = new Random(5);
        var (whole, parts) = (new GradientFlow(), new[] { new GradientFlow(), new GradientFlow(), new GradientFlow() });
        foreach (var part in parts)
        {
            for (var batch = 0; batch < 2; batch++)
            {
                var gradient = tensor(Enumerable.Range(0, 7).Select(_ => (float)random.Next(2)).ToArray());
                whole.UpdateBackward(gradient, gradient, gradient, gradient);
                part.UpdateBackward(gradient, gradient, gradient, gradient);
            }
        }

        var combined = new GradientFlow();
        combined.LoadState(parts[0].SaveState(), parts[1].SaveState(), parts[2].SaveState());
        Assert.AreEqual(whole.Result, combined.Result, 1e-12);
        Assert.AreEqual(6, combined.Batches);
    }

    [TestMethod]
    public void LoadState_Mean_IsTheMeanOverAllParts()
    {
        using var scope = NewDisposeScope();
        var metric = new Combining(StateCombination.Mean);
        metric.LoadState(State(3, 5), State(1, -5), State());
        CollectionAssert.AreEqual(new[] { 4 / 3.0, 0 }, metric.SaveState()["value"].data<double>().ToArray());
    }

    [TestMethod]
    public void LoadState_Same_RefusesParts_ThatDiffer()
    {
        using var scope = NewDisposeScope();
        var metric = new Combining(StateCombination.Same);
        metric.LoadState(State(3, 5), State(3, 5));
        CollectionAssert.AreEqual(new[] { 3.0, 5 }, metric.SaveState()["value"].data<double>().ToArray());
        foreach (var other in new[] { State(3, 6), State() })
        {
            StringAssert.Contains(
                Assert.ThrowsExactly<ArgumentException>(() => metric.LoadState(State(3, 5), other)).Message,
                "state 'value' is the same on all parts");
        }

        CollectionAssert.AreEqual(new[] { 3.0, 5 }, metric.SaveState()["value"].data<double>().ToArray());
    }

    [TestMethod]
    public void LoadState_OfAnotherMetric_SaysWhichStatesThereAre()
    {
        using var scope = NewDisposeScope();
        var metric = new Combining(StateCombination.Sum);
        var other = new Dictionary<string, Tensor> { ["flips"] = tensor(1.0) };
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => metric.LoadState(other)).Message,
            "has no state 'flips'; it has 'value'");
        StringAssert.Contains(
            Assert.ThrowsExactly<ArgumentException>(() => metric.LoadState(State(1, 2), State(1, 2, 3))).Message,
            "differ in shape");
        Assert.ThrowsExactly<ArgumentException>(() => metric.LoadState());
    }

    // One part alone comes back as it was: its type, and the number apart from the tensor.
    [TestMethod]
    public void LoadState_OfOnePart_KeepsTypesAndNumbers()
    {
        using var scope = NewDisposeScope();
        foreach (var type in new[] { ScalarType.Bool, ScalarType.Int64, ScalarType.Float32 })
        {
            var (first, second) = (new Combining(StateCombination.Sum), new Combining(StateCombination.Sum));
            first.Value.Set(tensor(new[] { 1, 0 }).to(type));
            second.LoadState(first.SaveState());
            Assert.AreEqual(type, second.Value.Tensor!.dtype);
        }

        var (number, again) = (new Combining(StateCombination.Sum), new Combining(StateCombination.Sum));
        number.Value.Add(3);
        again.LoadState(number.SaveState());
        Assert.IsNull(again.Value.Tensor);
        Assert.AreEqual(3, again.Value.Read());
        again.LoadState(number.SaveState(), number.SaveState());
        Assert.AreEqual(6, again.Value.Read());
        number.Value.Add(tensor(0.5f));
        again.LoadState(number.SaveState());
        Assert.AreEqual((3.5, 0.5), (again.Value.Read(), again.Value.Tensor!.item<double>()));
    }

    [TestMethod]
    public void Set_AfterAdd_IsInPlaceOfAll()
    {
        using var scope = NewDisposeScope();
        var value = new Combining(StateCombination.Sum).Value;
        value.Add(5);
        value.Set(tensor(1f));
        Assert.AreEqual(1, value.Read());
        for (var i = 0; i < 10; i++) value.Add(tensor(0.1f), 1e-9);
        Assert.AreEqual(1 + (10 * 0.1f * 1e-9), value.Read(), 1e-15);
        value.Set(tensor(true));
        value.Add(tensor(true));
        Assert.AreEqual(2, value.Read());
    }

    [TestMethod]
    public void LoadState_SameOfNaN_IsTheSame()
    {
        using var scope = NewDisposeScope();
        var metric = new Combining(StateCombination.Same);
        metric.LoadState(State(double.NaN), State(double.NaN));
        Assert.IsTrue(double.IsNaN(metric.Value.Read()));
        Assert.ThrowsExactly<ArgumentException>(() => metric.LoadState(State(1), null!));
    }

    [TestMethod]
    public void Reset_LeavesWhatLasts()
    {
        using var quantizer = new SteSign { Metrics = { new Passes(), new FlipRatio() } };
        for (var pass = 0; pass < 3; pass++)
        {
            foreach (var metric in quantizer.Metrics) metric.Reset();
            QuantizerProbe.Run(quantizer, [1f], [1f]);
        }

        Assert.AreEqual(3, quantizer.Metrics.Get<Passes>()!.Result);
        Assert.AreEqual(1, quantizer.Metrics.Get<FlipRatio>()!.Count);
    }

    [TestMethod]
    public void Add_TensorOfAnotherShape_NamesBoth()
    {
        using var scope = NewDisposeScope();
        var metric = new Combining(StateCombination.Sum);
        metric.UpdateForward(ones(2), ones(2));
        var error = Assert.ThrowsExactly<ArgumentException>(() => metric.UpdateForward(ones(3), ones(3)));
        StringAssert.Contains(error.Message, "here (2); got (3)");
    }

    private static Dictionary<string, Tensor> State(params double[] values) =>
        values.Length == 0 ? [] : new() { ["value"] = tensor(values) };

    private static void Update(QuantizerMetric metric, float[] values)
    {
        using var next = tensor(values);
        metric.UpdateForward(next, next);
    }

    private sealed class Combining : QuantizerMetric
    {
        public Combining(StateCombination combination)
            : base("combining") => Value = Remember("value", combination);

        public MetricState Value { get; }

        protected override void OnForward(QuantizerPass pass) => Value.Add(pass.Output);

        protected override double Compute() => double.NaN;
    }
}
