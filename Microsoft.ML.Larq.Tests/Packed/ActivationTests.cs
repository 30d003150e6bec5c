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
                var most = function is ActivationFunction.Gelu or ActivationFunction.GeluTanh ? 1e-12 : 1e-30;
                Assert.AreEqual(expected, scores[i], most + (4e-6 * Math.Abs(expected)), $"{function}({Points[i]})");
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

    // Values of another library, with more digits than single precision has: Python's math.erf, math.exp, math.log1p.
    [TestMethod]
    [DataRow(ActivationFunction.Gelu, -3f, -0.00404969409489031)]
    [DataRow(ActivationFunction.Gelu, -0.5f, -0.15426876936299344)]
    [DataRow(ActivationFunction.Gelu, 0.5f, 0.34573123063700656)]
    [DataRow(ActivationFunction.Gelu, 3f, 2.99595030590511)]
    [DataRow(ActivationFunction.Gelu, -6f, -5.919525870226207e-09)]
    [DataRow(ActivationFunction.GeluTanh, -3f, -0.0036373920817729943)]
    [DataRow(ActivationFunction.GeluTanh, 0.5f, 0.34571400982514394)]
    [DataRow(ActivationFunction.Elu, -3f, -0.950212931632136)]
    [DataRow(ActivationFunction.Elu, -1e-6f, -9.999995e-07)]
    [DataRow(ActivationFunction.Swish, -3f, -0.14227761953270035)]
    [DataRow(ActivationFunction.Swish, 3f, 2.8577223804673)]
    [DataRow(ActivationFunction.Softplus, -3f, 0.04858735157374196)]
    [DataRow(ActivationFunction.Softplus, -30f, 9.357622968839737e-14)]
    [DataRow(ActivationFunction.Softplus, 3f, 3.048587351573742)]
    public void Score_SmoothFunction_GivesTheGoldenFigures(ActivationFunction function, float x, double expected) =>
        Assert.AreEqual(expected, Score(function, [x])[0], Math.Abs(expected) * 4e-7);

    [TestMethod]
    [DataRow(ActivationFunction.LeakyTanh, 0.5f, 3f, 2f)]
    [DataRow(ActivationFunction.LeakyTanh, 0f, -3f, -1f)]
    [DataRow(ActivationFunction.Elu, 2f, -3f, -1.900425863264272f)]
    [DataRow(ActivationFunction.Elu, 2f, 3f, 3f)]
    [DataRow(ActivationFunction.Elu, 0f, -3f, 0f)]
    public void Score_AlphaOfOnesOwn_IsTheFormulas(ActivationFunction function, float alpha, float x, float expected)
    {
        Assert.AreEqual(expected, Score(function, [x], alpha)[0], 4e-7f);
        new PackedCase(1, new TensorShape(7), net => net.Dense(5).Activation(function, alpha: alpha))
            .AssertClose($"{function}({alpha})");
    }

    private static float[] Score(ActivationFunction function, float[] row, float? alpha = null)
    {
        var definition = NetworkDefinition.Build(
            new TensorShape(row.Length), x => x.Activation(function, alpha: alpha));
        var scores = new float[row.Length];
        PackedNetwork.Compile(definition, None).Score(row, scores);
        return scores;
    }
}
