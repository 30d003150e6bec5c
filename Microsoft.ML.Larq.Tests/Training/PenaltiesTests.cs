using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Training;

/// <summary>
/// One step of plain gradient descent on rows whose loss has no gradient: what moves is the penalty's gradient,
/// computed by hand.
/// </summary>
[TestClass]
public class PenaltiesTests
{
    private const float Rate = 0.1f;

    // λ₁·sign(w) + 2·λ₂·w, of latent values where the kernel is quantized; rows of zeros give the kernel no other.
    [TestMethod]
    [DataRow("l1(l1=0.5)", null, new[] { 0.5f - 0.05f, -2f + 0.05f, 0f })]
    [DataRow("l2(l2=0.25)", null, new[] { 0.5f - 0.025f, -2f + 0.1f, 0f })]
    [DataRow("l1_l2(l1=0.5, l2=0.25)", null, new[] { 0.5f - 0.075f, -2f + 0.15f, 0f })]
    [DataRow("l2(l2=0.25)", "ste_sign", new[] { 0.5f - 0.025f, -2f + 0.1f, 0f })]
    [DataRow(null, null, new[] { 0.5f, -2f, 0f })]
    public void Step_KernelRegularizer_MovesLatentValuesByItsGradient(
        string? penalty, string? quantizer, float[] expected)
    {
        using var rows = Probe.Rows(new float[12], 0, 0, 0, 0);
        var network = NetworkDefinition.Build(new TensorShape(3), x => x.QuantDense(
            1, kernelQuantizer: quantizer, kernel: new() { Regularizer = penalty }, name: "d"));
        var (weights, loss) = Step(network, rows, ("d/kernel", [0.5f, -2f, 0f]), ("d/bias", [0f]));
        AssertClose(expected, weights["d/kernel"]);
        AssertClose([0f], weights["d/bias"]);
        Assert.AreEqual(0, loss);
    }

    [TestMethod]
    public void Step_BiasRegularizer_MovesTheBiasAlone()
    {
        using var rows = Probe.Rows(new float[4], 0.5f, 0.5f);
        var network = NetworkDefinition.Build(
            new TensorShape(2), x => x.Dense(1, bias: new() { Regularizer = "l2(l2=0.1)" }, name: "d"));
        var (weights, loss) = Step(network, rows, ("d/kernel", [1f, -1f]), ("d/bias", [0.5f]));
        AssertClose([0.5f - (Rate * 2 * 0.1f * 0.5f)], weights["d/bias"]);
        AssertClose([1f, -1f], weights["d/kernel"]);

        // Reported is the loss of the rows, which is 0 here, without the penalty of 0.025.
        Assert.AreEqual(0, loss);
    }

    // Slopes lose 2·0.25·w of the rate's tenth, scales 0.5·sign(w).
    [TestMethod]
    public void Step_RegularizersOfSlopesAndScales_MoveThem()
    {
        using var rows = Probe.Rows(new float[6], 0, 0);
        var network = NetworkDefinition.Build(new TensorShape(3), x => x
            .PReLU(alpha: new() { Regularizer = "l2(l2=0.25)" }, name: "p")
            .Scale(scale: new() { Regularizer = "l1(l1=0.5)" }, name: "s")
            .Dense(1, name: "d"));
        var (weights, _) = Step(
            network, rows, ("p/alpha", [0.5f, -2f, 0f]), ("s/scale_c", [1f, -1f, 2f]), ("d/bias", [0f]));
        AssertClose([0.475f, -1.9f, 0f], weights["p/alpha"]);
        AssertClose([0.95f, -0.95f, 1.95f], weights["s/scale_c"]);
    }

    // Four rows of x = 1, 1, 2, 2 and y = 2x: λ·Σy²/4 has the gradient λ·2·2·Σx²/4 = 10·λ.
    [TestMethod]
    [DataRow("l2(l2=0.05)", ActivationFunction.Linear, 2f - (Rate * 0.05f * 10))]
    [DataRow("l1(l1=0.05)", ActivationFunction.Linear, 2f - (Rate * 0.05f * 6 / 4))]
    [DataRow("l1(l1=0.05)", ActivationFunction.HardTanh, 2f)]
    public void Step_ActivityRegularizer_IsOfTheActivatedOutputAndPerRow(
        string penalty, ActivationFunction activation, float expected)
    {
        var hard = activation == ActivationFunction.HardTanh;
        using var rows = Probe.Rows([1, 1, 2, 2], hard ? [1, 1, 1, 1] : [2, 2, 4, 4]);
        var network = NetworkDefinition.Build(
            new TensorShape(1),
            x => x.Dense(1, activation, useBias: false, activityRegularizer: penalty, name: "d"));
        var (weights, loss) = Step(network, rows, ("d/kernel", [2f]));
        AssertClose([expected], weights["d/kernel"]);
        Assert.AreEqual(0, loss);
    }

    // The output of the first layer is y = 3 + 4 in all pixels of both rows: λ·Σ|y|/2 has Σx/2 as the kernel's
    // gradient.
    [TestMethod]
    public void Step_ActivityOfAConvolution_SumsPixelsAndDividesByRows()
    {
        using var rows = Probe.Rows([1, 1, 1, 1, 1, 1, 1, 1], 28, 28);
        var network = NetworkDefinition.Build(new TensorShape(2, 2, 1), x => x
            .Apply(new Conv2DLayer { Filters = 1, KernelSize = 1, ActivityRegularizer = "l1(l1=0.25)" }, name: "c")
            .Flatten()
            .Apply(new DenseLayer { Units = 1, Trainable = false, Kernel = new() { Initializer = "ones" } }));
        var (weights, _) = Step(network, rows, ("c/kernel", [3f]), ("c/bias", [4f]), ("dense/kernel", [1, 1, 1, 1]));
        AssertClose([3f - (Rate * 0.25f * 4)], weights["c/kernel"]);
        AssertClose([4f - (Rate * 0.25f * 4)], weights["c/bias"]);
    }

    [TestMethod]
    public void Step_FrozenLayer_HasNoPenalty()
    {
        using var rows = Probe.Rows(new float[4], 0, 0);
        var network = NetworkDefinition.Build(new TensorShape(2), x => x
            .Apply(
                new DenseLayer
                {
                    Units = 2,
                    Trainable = false,
                    Kernel = new() { Regularizer = "l2" },
                    Bias = new() { Regularizer = "l1" },
                },
                name: "f")
            .Dense(1, name: "d"));
        var (weights, _) = Step(
            network, rows, ("f/kernel", [1, 2, 3, 4]), ("f/bias", [0, 0]), ("d/kernel", [1, 1]), ("d/bias", [0]));
        AssertClose([1, 2, 3, 4], weights["f/kernel"]);
    }

    [TestMethod]
    public void Forward_InEvaluationMode_AddsNothing()
    {
        using var scope = NewDisposeScope();
        var network = NetworkDefinition.Build(new TensorShape(1), x => x.Dense(1, activityRegularizer: "l2"));
        using var module = new NetworkModule(network, NetworkWeights.Initialize(network, 1), seed: 0);
        module.eval();
        module.call(ones(2, 1));
        var loss = zeros(1);
        Assert.AreSame(loss, module.Penalties.AddTo(loss));
        module.train();
        module.call(ones(2, 1));
        Assert.AreNotSame(loss, module.Penalties.AddTo(loss));
        Assert.AreSame(loss, module.Penalties.AddTo(loss));
    }

    private static (NetworkWeights Weights, double Loss) Step(
        NetworkDefinition network, RowCache rows, params (string Name, float[] Values)[] start)
    {
        var settings = Probe.Settings(LearningTask.Regression) with
        {
            Optimizer = Optimize.Sgd(Rate),
            ClipLatentWeights = false,
        };
        var listener = new Listener();
        using var session = new TrainingSession(
            network, Probe.Weights(network, start), settings, rows, null, CPU, listener);
        session.Run();
        return (session.Weights, listener.Reports[^1][MetricNames.Loss]);
    }

    private static void AssertClose(float[] expected, WeightArray actual)
    {
        for (var i = 0; i < expected.Length; i++) Assert.AreEqual(expected[i], actual.Values[i], 1e-6f, $"element {i}");
    }
}
