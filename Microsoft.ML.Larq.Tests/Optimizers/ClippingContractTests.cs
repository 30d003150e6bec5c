using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Tests.Families;
using Microsoft.ML.Larq.Tests.Layers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Optimizers;

/// <summary>What every clipping owes; its factories owe what <see cref="FactoryContractTests"/> says.</summary>
[TestClass]
public class ClippingContractTests
{
    public static IEnumerable<object[]> Clippings => ClippingArithmetic.Rows.Keys.Select(name => new object[] { name });

    // Norms 5 and 12; one beyond the bound and one within; both within, but not together; within; zeros; ties.
    private static readonly float[][][] Gradients =
    [
        [[3, -4], [0, 12, 0]], [[30, -40], [0.5f, 0.25f, 0]], [[2.5f, 0], [0, -2.5f, 1]],
        [[0.1f, -0.3f], [1e-30f, 0.7f, 0]], [[0, 0], [0, 0, 0]], [[3, 0], [0, 0, 0]], [[-3, 3], [-3, 3, 3]],
    ];

    [TestMethod]
    public void Arithmetic_EveryClipping_IsThere() => Owed.Rows(
        nameof(GradientClipping), Kinds.Of(typeof(GradientClipping)).Select(kind => kind.Name),
        "ClippingArithmetic.Rows (Tests/Optimizers)", ClippingArithmetic.Rows.Keys,
        "add one with its formula in doubles, at the bound 3, and where it is from");

    [TestMethod]
    [DynamicData(nameof(Clippings))]
    public void Apply_BeyondAndWithin_FollowsTheFormula(string name)
    {
        var row = ClippingArithmetic.Rows[name];
        Assert.AreEqual(name, row.Clipping.GetType().Name);
        foreach (var gradients in Gradients)
        {
            var exact = gradients.Select(g => g.Select(x => (double)x).ToArray()).ToArray();
            var (expected, clipped) = (row.Formula(exact), Apply(row.Clipping, gradients));
            for (var i = 0; i < gradients.Length; i++)
            {
                for (var j = 0; j < gradients[i].Length; j++)
                {
                    var (wanted, got) = (expected[i][j], clipped[i][j]);
                    Assert.AreEqual(wanted, got, 1e-6 * Math.Abs(wanted), $"{name}, element {j} of weight {i}");
                }

                // What the formula leaves alone keeps every bit.
                if (expected[i].SequenceEqual(exact[i])) CollectionAssert.AreEqual(gradients[i], clipped[i], name);
            }
        }
    }

    // The training stops at what is not finite; it must not be hidden before.
    [TestMethod]
    [DynamicData(nameof(Clippings))]
    public void Apply_NotANumber_StaysOne(string name)
    {
        var clipped = Apply(ClippingArithmetic.Rows[name].Clipping, [[float.NaN, 1], [1, 2, 3]]);
        Assert.IsTrue(float.IsNaN(clipped[0][0]));
    }

    [TestMethod]
    [DynamicData(nameof(Clippings))]
    public void Apply_WeightsWithoutGradients_GivesThemNone(string name)
    {
        using var scope = NewDisposeScope();
        var (with, without) = (Weight(zeros(2, requires_grad: true)), Weight(zeros(2, requires_grad: true)));
        with.Tensor.sum().backward();
        using (no_grad()) ClippingArithmetic.Rows[name].Clipping.Apply([without, with]);
        Assert.IsNull(without.Tensor.grad);
        CollectionAssert.AreEqual(new[] { 1f, 1f }, with.Tensor.grad!.Values());
    }

    private static float[][] Apply(GradientClipping clipping, float[][] gradients)
    {
        using var scope = NewDisposeScope();
        TrainedWeight[] weights = [.. gradients.Select(gradient =>
        {
            var weight = zeros(gradient.Length, requires_grad: true);
            weight.mul(tensor(gradient)).sum().backward();
            return Weight(weight);
        })];
        using (no_grad()) clipping.Apply(weights);
        return [.. weights.Select(weight => weight.Tensor.grad!.Values())];
    }

    private static TrainedWeight Weight(Tensor tensor) => new(
        "layer", new WeightSpec("kernel", new TensorShape((int)tensor.numel()), Initializer.Zeros), tensor);
}
