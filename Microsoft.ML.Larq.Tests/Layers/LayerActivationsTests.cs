using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Packed.Oracle;
using static Microsoft.ML.Larq.Tests.Layers.TestTensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Layers;

[TestClass]
public class LayerActivationsTests
{
    private static readonly float[] Points = [-3, -2, -1, -0.5f, 0, 0.5f, 1, 2, 3, 6, 7];

    // Computed from Larq's formula with α = 0.2.
    [TestMethod]
    public void LeakyTanh_GoldenPoints_GivesGoldenValues()
    {
        using var scope = NewDisposeScope();
        double[] expected = [-1.4, -1.2, -1, -0.5, 0, 0.5, 1, 1.2, 1.4, 2, 2.2];
        AssertClose(expected, LayerActivations.LeakyTanh(tensor(Points)).Values(), 1e-6);
    }

    [TestMethod]
    public void LeakyTanh_AlphaNotFinite_Throws()
    {
        using var x = zeros(1);
        Assert.ThrowsExactly<ArgumentOutOfRangeException>(() => LayerActivations.LeakyTanh(x, float.NaN));
    }

    [TestMethod]
    public void All_Points_EqualTheirFormulas()
    {
        Check(LayerActivations.Linear, x => x, _ => 1);
        Check(LayerActivations.Relu, x => Math.Max(x, 0), x => x > 0 ? 1 : 0);
        Check(LayerActivations.Relu6, x => Math.Clamp(x, 0, 6), x => x is > 0 and < 6 ? 1 : 0);
        Check(LayerActivations.Relu1, x => Math.Clamp(x, 0, 1), x => x is >= 0 and <= 1 ? 1 : 0);
        Check(LayerActivations.HardTanh, x => Math.Clamp(x, -1, 1), x => Math.Abs(x) <= 1 ? 1 : 0);
        Check(
            x => LayerActivations.LeakyTanh(x, 0.5f),
            x => Math.Abs(x) <= 1 ? x : Math.Sign(x) * (0.5 + (Math.Abs(x) / 2)),
            x => Math.Abs(x) < 1 ? 1 : Math.Abs(x) == 1 ? 1.5 : 0.5);
        Check(LayerActivations.Tanh, Math.Tanh, x => 1 - (Math.Tanh(x) * Math.Tanh(x)));
        foreach (var function in Enum.GetValues<ActivationFunction>().Where(IsSmooth))
        {
            foreach (var alpha in function == ActivationFunction.Elu ? new float?[] { null, 0.25f } : [null])
            {
                double Value(double x) => NaiveNetwork.Activate(function, x, alpha);

                // Central differences; elu's curvature jumps at 0, with another α than 1 its slope, too.
                Check(
                    x => LayerActivations.Apply(function, x, alpha), Value,
                    x => x == 0 && function == ActivationFunction.Elu
                        ? alpha ?? 1
                        : (Value(x + 1e-5) - Value(x - 1e-5)) / 2e-5);
            }
        }

        Check(LayerActivations.Sigmoid, x => 1 / (1 + Math.Exp(-x)), x => Math.Exp(-x) / Math.Pow(1 + Math.Exp(-x), 2));
    }

    private static bool IsSmooth(ActivationFunction function) => function
        is ActivationFunction.Elu or ActivationFunction.Gelu or ActivationFunction.GeluTanh or ActivationFunction.Swish
        or ActivationFunction.Softplus;

    private static void Check(Func<Tensor, Tensor> activation, Func<double, double> value, Func<double, double> slope)
    {
        using var scope = NewDisposeScope();
        var x = tensor(Points, requires_grad: true);
        var y = activation(x);
        y.sum().backward();
        AssertClose([.. Points.Select(p => value(p))], y.Values(), 1e-6);
        AssertClose([.. Points.Select(p => slope(p))], x.grad!.Values(), 1e-6);
    }
}
