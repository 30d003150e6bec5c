using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Constraints;
using Microsoft.ML.Larq.Tests.Families;
using Microsoft.ML.Larq.Training;

namespace Microsoft.ML.Larq.Tests.Training;

/// <summary>What constraints make of kernels, against Keras' formulas on figures worked out by hand.</summary>
[TestClass]
public class ConstraintTests
{
    public static IEnumerable<object[]> Figures =>
        ConstraintFigures.Rows.Select(row => new object[] { row.Constraint, row.Expected });

    [TestMethod]
    public void Figures_EveryConstraint_AreThere() => Owed.Rows(
        typeof(WeightConstraint), "ConstraintFigures.Rows (Tests/Training)",
        ConstraintFigures.Rows.Select(row => WeightConstraint.Parse(row.Constraint).GetType()).Distinct(),
        "add one with what it makes of the kernel, worked out by hand from its formula");

    [TestMethod]
    [DynamicData(nameof(Figures))]
    public void Apply_DenseKernel_GivesKerasFigures(string constraint, float[] expected)
    {
        var network = NetworkDefinition.Build(
            new TensorShape(2), x => x.Dense(2, kernel: new() { Constraint = constraint }, name: "d"));
        AssertApplied(network, "d/kernel", ConstraintFigures.Kernel, expected);
    }

    // Applied to what it made, a constraint that goes the whole way makes nothing else.
    [TestMethod]
    [DynamicData(nameof(Figures))]
    public void Apply_Again_ChangesNothingMore(string constraint, float[] expected)
    {
        if (WeightConstraint.Parse(constraint) is NormConstraint { Rate: < 1 }) return;
        var network = NetworkDefinition.Build(
            new TensorShape(2), x => x.Dense(2, kernel: new() { Constraint = constraint }, name: "d"));
        AssertApplied(network, "d/kernel", expected, expected);
    }

    // Axes are those of Keras' layout (height, width, in, out), whatever Torch's is: filter o has 2·1·2 weights, each
    // o + 1.
    [TestMethod]
    public void Apply_NormOfEachFilter_RunsOverKerasAxes()
    {
        var network = NetworkDefinition.Build(new TensorShape(4, 4, 2), x => x
            .QuantConv2D(3, (2, 1), kernel: new() { Constraint = "unit_norm(axis=[0, 1, 2])" }, name: "c"));
        var kernel = Enumerable.Range(0, 12).Select(i => (i % 3) + 1f).ToArray();
        AssertApplied(network, "c/kernel", kernel, [.. kernel.Select(_ => 0.5f)]);
    }

    [TestMethod]
    public void Apply_BiasConstraint_IsOfTheBias()
    {
        var network = NetworkDefinition.Build(
            new TensorShape(2), x => x.Dense(2, bias: new() { Constraint = "non_neg" }, name: "d"));
        AssertApplied(network, "d/bias", [-1f, 2f], [0f, 2f]);
    }

    // Slopes (height, width, channels), which Torch has channels first: axis 2 gives each place one norm, here 5 and 1.
    [TestMethod]
    public void Apply_AlphaConstraint_RunsOverKerasAxes()
    {
        var network = NetworkDefinition.Build(
            new TensorShape(2, 1, 2), x => x.PReLU(alpha: new() { Constraint = "unit_norm(axis=2)" }, name: "p"));
        AssertApplied(network, "p/alpha", [3f, -4f, 0.6f, 0.8f], [0.6f, -0.8f, 0.6f, 0.8f]);
    }

    [TestMethod]
    public void Apply_ScaleConstraint_IsOfTheScalesOfEveryAxis()
    {
        var network = NetworkDefinition.Build(
            new TensorShape(2, 1, 2), x => x.Scale([1, 3], new() { Constraint = "non_neg" }, name: "s"));
        AssertApplied(network, "s/scale_h", [-1f, 2f], [0f, 2f]);
        AssertApplied(network, "s/scale_c", [3f, -4f], [3f, 0f]);
    }

    [TestMethod]
    public void Apply_KernelOfZeros_StaysAtZero()
    {
        var network = NetworkDefinition.Build(
            new TensorShape(2), x => x.Dense(1, kernel: new() { Constraint = "unit_norm" }, name: "d"));
        AssertApplied(network, "d/kernel", [0f, 0f], [0f, 0f]);
    }

    private static void AssertApplied(NetworkDefinition network, string name, float[] before, float[] after)
    {
        using var module = new NetworkModule(network, Probe.Weights(network, (name, before)), seed: 0);
        new LatentClip(module, window: false).Apply();
        var values = module.Save()[name].Values.ToArray();
        for (var i = 0; i < after.Length; i++) Assert.AreEqual(after[i], values[i], 1e-6f, $"element {i}");
    }
}
