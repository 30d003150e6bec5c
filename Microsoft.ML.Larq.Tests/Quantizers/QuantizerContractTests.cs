using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;
using Microsoft.ML.Larq.Tests.Families;
using Microsoft.ML.Larq.Tests.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Quantizers;

/// <summary>What every quantizer owes, value and module alike.</summary>
[TestClass]
public class QuantizerContractTests
{
    private const int Columns = 4;

    public static IEnumerable<object[]> Samples => QuantizerSample.All.Select(sample => new object[] { sample.Alias });

    [TestMethod]
    public void Samples_EveryKind_IsThere() => Owed.Rows(
        typeof(Quantizer), "QuantizerSample.All (Tests/Quantizers)",
        QuantizerSample.All.Select(sample => sample.Quantizer).Where(value => value is not CustomQuantizer)
            .Select(value => value.GetType()).Distinct(),
        "add one with its formula and its gradient in doubles, and its levels");

    [TestMethod]
    public void Modules_EveryKind_IsThere() => Owed.Rows(
        typeof(Quantizer), "QuantizerModules.Rows", QuantizerModules.Kinds,
        "add one that makes the module that trains it");

    [TestMethod]
    [DynamicData(nameof(Samples))]
    public void Forward_OtherShapesAndDtypes_KeepTheirs(string alias)
    {
        using var scope = NewDisposeScope();
        using var quantizer = QuantizerModules.Create(Quantizer.Parse(alias));
        foreach (var dtype in new[] { ScalarType.Float32, ScalarType.Float64, ScalarType.BFloat16 })
        {
            foreach (var shape in new long[][] { [7], [3, 4], [2, 3, 4], [2, 3, 4, 5], [2, 3, 4, 5, 2] })
            {
                var x = randn(shape).to(dtype).detach().requires_grad_(true);
                var y = quantizer.call(x);
                y.backward([ones_like(y)]);
                CollectionAssert.AreEqual(shape, y.shape);
                Assert.AreEqual((dtype, dtype), (y.dtype, x.grad!.dtype));
            }
        }
    }

    [TestMethod]
    [DynamicData(nameof(Samples))]
    public void Forward_EdgesAndRandom_FollowsTheFormulaOnItsLevels(string alias)
    {
        var sample = Sample(alias);
        var x = sample.Values(1, Columns);
        var output = Run(sample, x, x).Output;
        AssertClose(sample.Forward(x, Columns), output, x);
        for (var i = 0; i < x.Length; i++) Assert.IsTrue(sample.IsLevel(output[i]), $"x = {x[i]}: {output[i]}");
    }

    [TestMethod]
    [DynamicData(nameof(Samples))]
    public void Backward_EdgesAndRandom_FollowsTheFormula(string alias)
    {
        var sample = Sample(alias);
        var x = sample.Values(1, Columns);
        var upstream = x.Select((_, i) => ((i * 37 % 101) - 50) / 16f).ToArray();
        AssertClose(sample.Gradient(x, upstream, Columns), Run(sample, x, upstream).Gradient, x);
    }

    // The value's Torch-free forward and the module's are the same bits, in every layout that a network uses.
    [TestMethod]
    [DynamicData(nameof(Samples))]
    public void Forward_EveryLayout_IsTheValuesBitForBit(string alias)
    {
        var value = Quantizer.Parse(alias);
        for (var seed = 0; seed < 5; seed++)
        {
            AssertSame(value, TensorLayout.Kernel, [9, 5], [1, 0], seed);
            AssertSame(value, TensorLayout.Kernel, [3, 2, 4, 6], [3, 2, 0, 1], seed);
            AssertSame(value, TensorLayout.KernelWithLastAxis(2), [3, 4, 6], [0, 1, 2], seed);
            AssertSame(value, TensorLayout.DepthwiseKernel(2), [3, 2, 4, 2], [2, 3, 0, 1], seed, flattenFirst: true);
            AssertSame(value, TensorLayout.DepthwiseKernel(1), [3, 2, 4, 1], [2, 3, 0, 1], seed, flattenFirst: true);
            AssertSame(value, TensorLayout.Rows, [5, 4, 3], [2, 0, 1], seed, rows: 3);
            AssertSame(value, TensorLayout.Rows, [6], [0], seed, rows: 3);
        }
    }

    [TestMethod]
    [DynamicData(nameof(Samples))]
    public void Value_ThroughTextAndJson_IsEqual(string alias)
    {
        var value = Quantizer.Parse(alias);
        Assert.AreEqual(alias, value.ToString());
        Assert.AreEqual(value, Quantizer.Parse(value.ToString()));
        var network = NetworkDefinition.Build(new TensorShape(3), x => x.QuantDense(2, value, value));
        var layer = (DenseLayer)NetworkDefinition.FromJson(network.ToJson()).Layers[^1].Kind;
        Assert.AreEqual((value, value), (layer.InputQuantizer, layer.Kernel.Quantizer));
        Assert.IsInRange(1, 32, value.Precision);
        Assert.IsTrue(Enum.IsDefined(value.Alphabet));
    }

    [TestMethod]
    [DynamicData(nameof(Samples))]
    public void Forward_WithoutAutograd_GivesTheSameAndNoGraph(string alias)
    {
        using var scope = NewDisposeScope();
        using var quantizer = QuantizerModules.Create(Quantizer.Parse(alias));
        var x = tensor(Sample(alias).Values(3, Columns)).reshape(-1, Columns).detach().requires_grad_(true);
        var trained = quantizer.call(x);
        quantizer.eval();
        using var noGrad = no_grad();
        var evaluated = quantizer.call(x);
        Assert.IsTrue(trained.requires_grad);
        Assert.IsFalse(evaluated.requires_grad);
        CollectionAssert.AreEqual(trained.data<float>().ToArray(), evaluated.data<float>().ToArray());
    }

    [TestMethod]
    [DynamicData(nameof(Samples))]
    public void Metrics_WhenAskedFor_SeeFlipsAndGradients(string alias)
    {
        using var scope = NewDisposeScope();
        using var quantizer = QuantizerModules.Create(Quantizer.Parse(alias));
        quantizer.Metrics.Add(new FlipRatio());
        quantizer.Metrics.Add(new GradientFlow());
        float[] start = [0.5f, -0.5f, 0.25f, -0.25f, 0.75f, -0.75f, 0.5f, 0.125f];
        foreach (var values in new[] { start, [.. start.Select(value => -value)] })
        {
            var x = tensor(values).reshape(2, 4).detach().requires_grad_(true);
            var y = quantizer.call(x);
            y.backward([ones_like(y)]);
        }

        // Every quantizer tells x from −x; one-bit activations do so at ±0.75 only, and pass gradients above 0 only.
        Assert.AreEqual(2, quantizer.Metrics.Get<FlipRatio>()!.Count);
        Assert.IsGreaterThan(0.2, quantizer.Metrics.Get<FlipRatio>()!.Result);
        Assert.IsGreaterThan(0.3, quantizer.Metrics.Get<GradientFlow>()!.Result);
    }

    [TestMethod]
    [DynamicData(nameof(Samples))]
    public void Steps_InADisposeScope_LeaveNoTensorBehind(string alias)
    {
        using var kernel = QuantizerModules.Create(Quantizer.Parse(alias));
        using var input = QuantizerModules.Create(Quantizer.Parse(alias), TensorLayout.Rows);
        kernel.Metrics.Add(new FlipRatio());
        kernel.Metrics.Add(new GradientFlow());
        Leaks.AssertNone(Step);

        void Step()
        {
            using var scope = NewDisposeScope();
            foreach (var quantizer in new[] { kernel, input })
                quantizer.call(randn(4, 3, 2, 2, requires_grad: true)).sum().backward();
            using var noGrad = no_grad();
            kernel.call(randn(4, 3));
        }
    }

    [TestMethod]
    [DynamicData(nameof(Samples))]
    public void Forward_ZerosAndExtremes_AgreesWithTheValue(string alias)
    {
        var value = Quantizer.Parse(alias);
        foreach (var x in new float[][] { [0, 0, -0f, 0], QuantizerProbe.Edges(1), [float.MaxValue, float.MinValue] })
        {
            using var quantizer = QuantizerModules.Create(value, TensorLayout.KernelWithLastAxis(0));
            var expected = new float[x.Length];
            value.Quantize(x, new TensorShape(x.Length), expected);
            var (output, gradient) = QuantizerProbe.Run(quantizer, x, QuantizerProbe.Ones(x.Length));
            for (var i = 0; i < x.Length; i++)
            {
                Assert.IsTrue(
                    expected[i].Equals(output[i]) || expected[i] == output[i], $"{x[i]}: {expected[i]} {output[i]}");
                if (x.All(float.IsFinite))
                    Assert.IsTrue(float.IsFinite(gradient[i]), $"{x[i]}: gradient {gradient[i]}");
            }
        }
    }

    private static QuantizerSample Sample(string alias) => QuantizerSample.All.Single(sample => sample.Alias == alias);

    private static (float[] Output, float[] Gradient) Run(QuantizerSample sample, float[] x, float[] upstream)
    {
        using var scope = NewDisposeScope();
        using var quantizer = QuantizerModules.Create(sample.Quantizer, TensorLayout.KernelWithLastAxis(1));
        var input = tensor(x).reshape(-1, Columns).detach().requires_grad_(true);
        var output = quantizer.call(input);
        output.backward([tensor(upstream).reshape(-1, Columns)]);
        return (output.data<float>().ToArray(), input.grad!.data<float>().ToArray());
    }

    // Axis i of Torch's tensor is axis axes[i] of the hub's.
    private static void AssertSame(
        Quantizer value, TensorLayout layout, int[] shape,
        long[] axes, int seed, int rows = 0, bool flattenFirst = false)
    {
        using var scope = NewDisposeScope();
        using var quantizer = QuantizerModules.Create(value, layout);
        var hub = new TensorShape(shape);
        var random = new Random(seed);
        var tensors = new List<Tensor>();
        var expected = new List<float>();
        for (var row = 0; row < Math.Max(1, rows); row++)
        {
            float[] values =
                [.. Enumerable.Range(0, hub.Size).Select(_ => ((random.NextSingle() * 4) - 2) * (row + 1))];
            var quantized = new float[values.Length];
            value.Quantize(values, hub, quantized);
            tensors.Add(Torch(values));
            expected.AddRange(Torch(quantized).contiguous().data<float>().ToArray());
        }

        var input = rows > 0 ? stack(tensors) : flattenFirst ? Depthwise(tensors[0]) : tensors[0];
        var output = quantizer.call(input).contiguous().data<float>().ToArray();
        CollectionAssert.AreEqual(
            expected.Select(v => v + 0f).ToArray(), output.Select(v => v + 0f).ToArray(), $"seed {seed}, shape {hub}");

        Tensor Torch(float[] values) => tensor(values, [.. shape.Select(size => (long)size)]).permute(axes);

        static Tensor Depthwise(Tensor kernel) =>
            kernel.reshape(kernel.size(0) * kernel.size(1), 1, kernel.size(2), kernel.size(3));
    }

    private static void AssertClose(double[] expected, float[] actual, float[] x)
    {
        Assert.HasCount(expected.Length, actual);
        for (var i = 0; i < expected.Length; i++)
        {
            var same = double.IsNaN(expected[i]) ? float.IsNaN(actual[i]) : (float)expected[i] == actual[i];
            if (!same)
                Assert.AreEqual(expected[i], actual[i], 2e-5 * Math.Max(0.1, Math.Abs(expected[i])), $"x = {x[i]}");
        }
    }
}
