using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Tests.Layers;
using Microsoft.ML.Larq.Tests.Training.Callbacks;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Optimizers;

[TestClass]
public class GradientClippingTests
{
    // Norms 5 and 12; 13 together.
    private static readonly float[][] Gradients = [[3, -4], [0, 12, 0]];

    [TestMethod]
    public void ByValue_Elements_AreBounded() =>
        AssertClipped(GradientClipping.ByValue(3.5f), [3, -3.5f], [0, 3.5f, 0]);

    [TestMethod]
    public void ByNorm_EachWeight_IsBoundedByItself() =>
        AssertClipped(GradientClipping.ByNorm(6f), [3, -4], [0, 6, 0]);

    [TestMethod]
    public void ByGlobalNorm_AllWeights_KeepTheirDirection() =>
        AssertClipped(GradientClipping.ByGlobalNorm(6.5f), [1.5f, -2], [0, 6, 0]);

    [TestMethod]
    [DataRow(0f)]
    [DataRow(-1f)]
    [DataRow(float.NaN)]
    [DataRow(float.PositiveInfinity)]
    public void Create_LimitOutOfRange_SaysWhatIsAllowed(float limit)
    {
        foreach (var create in new Func<float, GradientClipping>[]
                 {
                     GradientClipping.ByValue, GradientClipping.ByNorm, GradientClipping.ByGlobalNorm,
                 })
        {
            var error = Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => create(limit));
            StringAssert.Contains(error.Message, $"limit is a finite number above 0, got {limit}");
        }
    }

    // Plain gradient descent at rate 1 moves by the gradient itself.
    [TestMethod]
    public void Fit_ByGlobalNorm_BoundsTheStepOfAllWeights()
    {
        var context = new MLContext(seed: 1);
        var options = Trainers.Options("Target", epochs: 1);
        options.Optimizer = Optimize.Sgd(1f);
        options.ClipLatentWeights = false;
        options.GradientClipping = GradientClipping.ByGlobalNorm(0.01f);
        NetworkWeights? last = null;
        var moves = new List<double>();
        options.Callbacks =
        [
            new Hooks
            {
                BatchBegin = t => last = t.ReadWeights(),
                BatchEnd = t => moves.Add(Math.Sqrt(t.ReadWeights()
                    .Where(pair => !pair.Key.Contains("moving"))
                    .Sum(pair => pair.Value.Values.ToArray()
                        .Zip(last![pair.Key].Values.ToArray(), (a, b) => Math.Pow((double)a - b, 2)).Sum()))),
            },
        ];
        Trainers.Fit(context, options);
        Assert.IsGreaterThan(3, moves.Count);
        foreach (var move in moves) Assert.IsLessThanOrEqualTo(0.0101, move);
        Assert.IsGreaterThan(0.0099, moves.Max());
    }

    private static void AssertClipped(GradientClipping clipping, params float[][] expected) =>
        AssertClipped(clipping, Gradients, expected);

    private static void AssertClipped(GradientClipping clipping, float[][] gradients, float[][] expected)
    {
        using var scope = NewDisposeScope();
        TrainedWeight[] weights = [.. gradients.Select(gradient =>
        {
            var weight = zeros(gradient.Length, requires_grad: true);
            weight.mul(tensor(gradient)).sum().backward();
            return Weight(weight);
        })];
        using (no_grad()) clipping.Apply(weights);
        for (var i = 0; i < weights.Length; i++)
            CollectionAssert.AreEqual(expected[i], weights[i].Tensor.grad!.Values());
    }

    private static TrainedWeight Weight(Tensor tensor) => new(
        "layer", new WeightSpec("kernel", new TensorShape((int)tensor.numel()), Initializer.Zeros), tensor);
}
