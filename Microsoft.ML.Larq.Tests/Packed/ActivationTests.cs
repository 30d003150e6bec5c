using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Tests.Packed.Oracle;

namespace Microsoft.ML.Larq.Tests.Packed;

[TestClass]
public class ActivationTests
{
    private static readonly float[] Points =
        [-100, -7, -3, -2, -1.5f, -1, -0.5f, -0.1f, 0, 0.1f, 0.5f, 1, 1.5f, 2, 3, 5.9f, 6, 6.1f, 100];

    private static readonly NetworkWeights None = new([]);

    [TestMethod]
    public void Score_EveryFunction_IsItsFormula()
    {
        foreach (var function in Enum.GetValues<ActivationFunction>())
        {
            var scores = Score(function, Points);
            for (var i = 0; i < Points.Length; i++)
            {
                var expected = NaiveNetwork.Activate(function, Points[i]);
                Assert.AreEqual(expected, scores[i], 1e-30 + (4e-6 * Math.Abs(expected)), $"{function}({Points[i]})");
            }

            Assert.IsTrue(float.IsNaN(Score(function, [float.NaN])[0]), $"{function}(NaN)");
        }
    }

    [TestMethod]
    public void Score_EveryFunctionInsideALayer_FollowsTheBias()
    {
        foreach (var function in Enum.GetValues<ActivationFunction>())
        {
            new PackedCase(1, new TensorShape(7), x => x.Dense(5, function)).AssertClose($"dense, {function}");
            new PackedCase(2, new TensorShape(7), x => x.QuantDense(5, "ste_sign", "ste_sign", function))
                .AssertClose($"quant_dense, {function}");
            new PackedCase(3, new TensorShape(5, 5, 3), x => x.Conv2D(5, 3, activation: function))
                .AssertClose($"conv2d, {function}");
        }
    }

    // leaky_tanh with α = 0.2: values from its piecewise formula in Larq's activations.
    [TestMethod]
    public void Score_LeakyTanh_GivesTheGoldenFigures()
    {
        var scores = Score(ActivationFunction.LeakyTanh, [-3, -2, -1, -0.5f, 0, 0.5f, 1, 2, 3]);
        float[] golden = [-1.4f, -1.2f, -1, -0.5f, 0, 0.5f, 1, 1.2f, 1.4f];
        for (var i = 0; i < golden.Length; i++) Assert.AreEqual(golden[i], scores[i], 1e-6f);
    }

    private static float[] Score(ActivationFunction function, float[] row)
    {
        var definition = NetworkDefinition.Build(new TensorShape(row.Length), x => x.Activation(function));
        var scores = new float[row.Length];
        PackedNetwork.Compile(definition, None).Score(row, scores);
        return scores;
    }
}
