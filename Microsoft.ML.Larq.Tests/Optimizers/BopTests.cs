using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Optimizers.Schedules;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Optimizers;

/// <summary>Bop's steps, computed by hand from the formula of larq 0.13.3; Larq itself tests no figures.</summary>
/// <remarks>
/// The formula, m ← m + γ(g − m), w ← sign(−sgn(w·m − τ)·w):
/// <see href="https://github.com/larq/larq/blob/v0.13.3/larq/optimizers.py"/>, Bop._resource_apply_dense; Helwegen et
/// al. 2019, <see href="https://arxiv.org/abs/1906.02107"/>, algorithm 1.
/// </remarks>
[TestClass]
public class BopTests
{
    // γ = 0.1, τ = 0.15 and a constant gradient: |m| = 0.1, 0.19, 0.271, 0.3439 after four steps.
    [TestMethod]
    public void Step_GoldenTable_FlipsAtTheSecond()
    {
        float[] gradients = [1, 1, -1, -1, 1, 1, 1];
        float[] flipped = [-1, -1, 1, 1, -1, -1, -1];
        AssertSteps(
            Optimize.Bop(0.15f, 0.1f), [1, -1, 1, -1, 0.3f, -0.2f, 0], gradients,
            [1, -1, 1, -1, 1, -1, 1], flipped, flipped, flipped);
    }

    // Larq's defaults, τ = 1e-8 and γ = 1e-4: |m| = 1e-7 or 1e-9 after the first step.
    [TestMethod]
    public void Step_Defaults_FlipAtTheFirst() => AssertSteps(
        Optimize.Bop(), [1, 1, -1], [1e-3f, 1e-5f, -1e-3f], [-1, 1, 1], [-1, 1, 1]);

    // Larq's sign(0) is +1: at w·m = τ the weight becomes +1, whatever it was; so do all at τ = 0 without gradients.
    [TestMethod]
    public void Step_Ties_GivePlusOne()
    {
        AssertSteps(Optimize.Bop(0.25f, 0.5f), [1, -1, 1, -1], [0.5f, -0.5f, 0, 0], [1, 1, 1, -1]);
        AssertSteps(Optimize.Bop(0f, 0.5f), [1, -1], [0, 0], [1, 1]);
    }

    // The formulas again in floats, rounding by rounding, with both hyperparameters on a schedule.
    [TestMethod]
    public void Step_RandomGradientsAndSchedules_IsLarqsArithmeticBitForBit()
    {
        var random = new Random(3);
        var w = Enumerable.Range(0, 400).Select(_ => (random.NextSingle() * 2) - 1).ToArray();
        var m = new float[w.Length];
        using var scope = NewDisposeScope();
        var bench = new OptimizerBench(
            Optimize.Bop(
                Schedule.InverseTime(0.02f, 0.5f, 1, ScheduleUnit.Step),
                Schedule.InverseTime(3f, 0.5f, 1, ScheduleUnit.Step)),
            "ste_sign", w);
        using var optimizer = bench.Optimizer;
        var flips = 0;
        for (var step = 0; step < 30; step++)
        {
            var g = w.Select(_ => (random.NextSingle() * 2) - 1).ToArray();
            var threshold = (float)(0.02f / (1 + (0.5 * step)));
            var gamma = (float)(3 / (1 + (0.5 * step)));
            for (var i = 0; i < w.Length; i++)
            {
                float difference = g[i] - m[i];
                float change = gamma * difference;
                m[i] += change;
                float product = w[i] * m[i];
                float inner = -Math.Sign(product - threshold) * w[i];
                var next = inner < 0 ? -1f : 1f;
                if (step > 0 && next != w[i]) flips++;
                w[i] = next;
            }

            CollectionAssert.AreEqual(w, bench.Step(g), $"step {step}");
        }

        Assert.IsGreaterThan(100, flips);
        CollectionAssert.AreEqual(new[] { "Threshold", "Gamma" }, optimizer.Rates.Select(rate => rate.Key).ToArray());
        Assert.AreEqual(3 / 15.5, optimizer.Rates[1].Value, 1e-12);
    }

    [TestMethod]
    public void Step_WithoutAGradient_LeavesTheWeight()
    {
        using var scope = NewDisposeScope();
        var weight = OptimizerBench.Weight(
            "layer", "NoOp(precision=1)", new TorchSharp.Modules.Parameter(tensor(new[] { 0.5f })));
        using var optimizer = Optimize.Bop().Create([weight], _ => { });
        optimizer.Step(new ScheduleTime(0, 1));
        Assert.AreEqual(0.5f, weight.Tensor.item<float>());
    }

    [TestMethod]
    public void Create_WeightOfMoreBits_ThrowsNamingItAndTheCure()
    {
        using var scope = NewDisposeScope();
        foreach (var quantizer in new Quantizer?[] { null, "ste_tern" })
        {
            var error = Assert.ThrowsExactly<ArgumentException>(
                () => Optimize.Bop().Create([OptimizerBench.Weight("dense", quantizer)], _ => { }));
            StringAssert.Contains(error.Message, $"'dense/kernel' of precision {(quantizer is null ? 32 : 2)}");
            StringAssert.Contains(error.Message, "Optimize.Case(binary: Optimize.Bop(), other:");
        }
    }

    private static void AssertSteps(OptimizerSpec spec, float[] start, float[] gradients, params float[][] expected)
    {
        using var scope = NewDisposeScope();
        var bench = new OptimizerBench(spec, "NoOp(precision=1)", start);
        using var optimizer = bench.Optimizer;
        foreach (var weights in expected) CollectionAssert.AreEqual(weights, bench.Step(gradients));
    }
}
