using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Quantizers;
using TorchSharp.Modules;
using static Microsoft.ML.Larq.Tests.Layers.TestTensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Layers;

/// <summary>Training wide dense layers over signs on bits, against loops and against Torch's own products.</summary>
[TestClass]
public class SignDenseTests
{
    // Whole numbers, and a scale that is a power of two: nothing is rounded, whatever the order.
    [TestMethod]
    [DataRow(1, 2_048, 64, false, 1f)]
    [DataRow(5, 2_049, 65, false, 1f)]
    [DataRow(9, 4_111, 33, true, 2f)]
    [DataRow(64, 2_112, 67, true, 0.5f)]
    [DataRow(63, 2_175, 61, false, 4f)]
    [DataRow(2, 131_100, 1, true, 1f)]
    [DataRow(3, 1, 131_073, false, 1f)]
    public void Training_WholeNumbers_EqualLoops(int rows, int width, int units, bool hasZeros, float scale)
    {
        using var scope = NewDisposeScope();
        var (x, kernel) = (Signs(rows * width, hasZeros, scale), Kernel(units * width));
        var upstream = Whole(rows * units);
        using var layer = Layer(width, units, kernel);
        var input = Shaped(x, rows, width);
        Assert.IsNotNull(SignDense.Apply(input, layer.Kernel, layer.KernelQuantizer));
        var y = layer.call(input);
        y.backward([Shaped(upstream, rows, units)]);
        var (sums, gradient) = (y.Values(), layer.Kernel.grad!.Values());
        for (var unit = 0; unit < units; unit++)
        {
            var own = new double[width];
            for (var row = 0; row < rows; row++)
            {
                var sum = 0.0;
                for (var i = 0; i < width; i++)
                {
                    var number = x[(row * width) + i];
                    sum += kernel[(unit * width) + i] < 0 ? -number : number;
                    own[i] += (double)upstream[(row * units) + unit] * number;
                }

                Assert.AreEqual(sum, sums[(row * units) + unit], $"row {row}, unit {unit}");
            }

            for (var i = 0; i < width; i++)
            {
                var passes = Math.Abs(kernel[(unit * width) + i]) <= 1;
                Assert.AreEqual(passes ? own[i] : 0, gradient[(unit * width) + i], $"unit {unit}, weight {i}");
            }
        }
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Training_AnyNumbers_AreTorchsButForRounding(bool hasZeros)
    {
        using var scope = NewDisposeScope();
        const int Rows = 37, Width = 2_100, Units = 70;
        var input = Shaped(Signs(Rows * Width, hasZeros, 1 / 0.7f), Rows, Width);
        var upstream = Shaped(Uniform(3, Rows * Units, -1, 1), Rows, Units);
        foreach (var quantizer in new QuantizerModule[] { new SteSign(), new SteSign(null), new ApproxSign() })
        {
            using var layer = Layer(Width, Units, Kernel(Units * Width), quantizer);
            var y = layer.call(input);
            var gradient = autograd.grad([y], [layer.Kernel], [upstream])[0];
            var plain = nn.functional.linear(input, layer.KernelQuantizer!.call(layer.Kernel));
            var expected = autograd.grad([plain], [layer.Kernel], [upstream])[0];
            AssertClose(plain.Values().Doubles(), y.Values(), 1e-3);
            AssertClose(expected.Values().Doubles(), gradient.Values(), 1e-4);
        }
    }

    [TestMethod]
    public void Gradient_OfAGradient_IsTorchs()
    {
        using var scope = NewDisposeScope();
        const int Rows = 5, Width = 2_100, Units = 64;
        var input = Shaped(Signs(Rows * Width, true, 1), Rows, Width);
        using var layer = Layer(Width, Units, Kernel(Units * Width), new ApproxSign());
        Assert.IsNotNull(SignDense.Apply(input, layer.Kernel, layer.KernelQuantizer));
        var expected = Twice(nn.functional.linear(input, layer.KernelQuantizer!.call(layer.Kernel)));
        AssertClose(expected.Values().Doubles(), Twice(layer.call(input)).Values(), 1e-3);
        Assert.IsGreaterThan(0, expected.abs().max().item<float>());

        Tensor Twice(Tensor y)
        {
            var first = autograd.grad(
                [(y * y / Width).sum()], [layer.Kernel], retain_graph: true, create_graph: true)[0];
            return autograd.grad([(first * first).mean()], [layer.Kernel])[0];
        }
    }

    [TestMethod]
    public void Training_AnyNumberOfThreads_GivesTheSameBits()
    {
        var before = get_num_threads();
        try
        {
            set_num_threads(1);
            var one = Step();
            set_num_threads(3);
            var three = Step();
            CollectionAssert.AreEqual(one.Sums, three.Sums);
            CollectionAssert.AreEqual(one.Gradient, three.Gradient);
        }
        finally
        {
            set_num_threads(before);
        }

        static (float[] Sums, float[] Gradient) Step()
        {
            using var scope = NewDisposeScope();
            using var layer = Layer(2_100, 70, Kernel(147_000));
            var y = layer.call(Shaped(Signs(21 * 2_100, true, 1.25f), 21, 2_100));
            y.backward([Shaped(Uniform(3, 21 * 70, -1, 1), 21, 70)]);
            return (y.Values(), layer.Kernel.grad!.Values());
        }
    }

    // Two steps with a kernel that changes between them; the plain road is taken because the input wants a gradient.
    [TestMethod]
    public void Metrics_BothRoads_MeasureTheSame()
    {
        CollectionAssert.AreEqual(Measured(onBits: false), Measured(onBits: true));

        static double[] Measured(bool onBits)
        {
            using var scope = NewDisposeScope();
            const int Rows = 8, Width = 2_048, Units = 64;
            var quantizer = new SteSign
            {
                Metrics =
                {
                    new FlipRatio(), new NeverFlipped(), new GradientFlow(), new GradientArrival(), new PositiveShare(),
                },
            };
            using var layer = Layer(Width, Units, Kernel(Units * Width), quantizer);
            for (var step = 0; step < 2; step++)
            {
                var input = Shaped(Signs(Rows * Width, true, 1), Rows, Width).requires_grad_(!onBits);
                layer.call(input).backward([Shaped(Whole(Rows * Units), Rows, Units)]);
                using var noGrad = no_grad();
                layer.Kernel.narrow(0, 0, 7).neg_();
            }

            return [.. quantizer.Metrics.Select(metric => metric.Result)];
        }
    }

    [TestMethod]
    public void Apply_WhatIsNoSigns_IsLeftToTorch()
    {
        using var scope = NewDisposeScope();
        const int Width = 2_048, Units = 64;
        var kernel = new Parameter(Shaped(Kernel(Units * Width), Units, Width));
        var signs = Signs(2 * Width, true, 1);
        Assert.IsNotNull(SignDense.Apply(Shaped(signs, 2, Width), kernel, new SteSign()));
        foreach (var other in new[] { 2f, float.NaN, float.PositiveInfinity, 0.5f })
        {
            foreach (var place in new[] { 0, Width + 1, (2 * Width) - 1 })
            {
                float[] changed = [.. signs];
                changed[place] = other;
                Assert.IsNull(SignDense.Apply(Shaped(changed, 2, Width), kernel, new SteSign()), $"{other} at {place}");
            }
        }

        var input = Shaped(signs, 2, Width);
        Assert.IsNull(SignDense.Apply(zeros(2, Width), kernel, new SteSign()));
        Assert.IsNull(SignDense.Apply(input.clone().requires_grad_(true), kernel, new SteSign()));
        Assert.IsNull(SignDense.Apply(input.to(ScalarType.Float64), kernel.to(ScalarType.Float64), new SteSign()));
        Assert.IsNull(SignDense.Apply(input.t().contiguous().t(), kernel, new SteSign()));
        Assert.IsNull(SignDense.Apply(input, new Parameter(kernel.narrow(0, 0, 63).clone()), new SteSign()));
    }

    [TestMethod]
    public void Apply_OtherQuantizers_AreLeftToTorch()
    {
        using var scope = NewDisposeScope();
        var kernel = new Parameter(Shaped(Kernel(64 * 2_048), 64, 2_048));
        var input = Shaped(Signs(2_048, false, 1), 1, 2_048);
        Assert.IsNull(SignDense.Apply(input, kernel, null));
        nn.Module<Tensor, Tensor>[] others =
        [
            new SteTern(), new SteHeaviside(), new SwishSign(), new NoOp(1), new MagnitudeAwareSign(), new DoReFa(1),
            nn.Identity(),
        ];
        foreach (var other in others) Assert.IsNull(SignDense.Apply(input, kernel, other), other.GetName());
    }

    [TestMethod]
    public void Backward_FailingMetric_IsThrownByTheNextForward()
    {
        using var scope = NewDisposeScope();
        var quantizer = new SteSign { Metrics = { new Failing() } };
        using var layer = Layer(2_048, 64, Kernel(64 * 2_048), quantizer);
        var input = Shaped(Signs(2_048, false, 1), 1, 2_048);
        layer.call(input).sum().backward();
        Assert.IsNotNull(layer.Kernel.grad);
        Assert.ThrowsExactly<InvalidOperationException>(() => layer.call(input));
    }

    private static QuantDense Layer(int width, int units, float[] kernel, QuantizerModule? quantizer = null)
    {
        var layer = new QuantDense(width, units, useBias: false, kernelQuantizer: quantizer ?? new SteSign());
        layer.Kernel.Set(kernel);
        return layer;
    }

    private static float[] Signs(int count, bool hasZeros, float scale)
    {
        var random = new Random(11);
        var signs = new float[count];
        for (var i = 0; i < count; i++)
            signs[i] = hasZeros && random.Next(3) == 0 ? 0 : random.Next(2) == 0 ? scale : -scale;
        signs[0] = scale;
        if (hasZeros && count > 1) signs[1] = -0f;
        return signs;
    }

    // Beyond the window, at its edge, and both zeros among them.
    private static float[] Kernel(int count)
    {
        var kernel = Uniform(5, count, -1.5f, 1.5f);
        for (var i = 0; i < count; i += 17) kernel[i] = (i % 5) switch { 0 => 1, 1 => -1, 2 => 0, 3 => -0f, _ => 2 };
        return kernel;
    }

    private static float[] Whole(int count)
    {
        var random = new Random(7);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.Next(-9, 10))];
    }

    private sealed class Failing() : QuantizerMetric("failing")
    {
        protected override void OnBackward(QuantizerPass pass) => throw new NotSupportedException("no");

        protected override double Compute() => 0;
    }
}
