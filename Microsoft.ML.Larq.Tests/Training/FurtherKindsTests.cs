using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Tests.Packed.Oracle;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Training;

/// <summary>
/// Networks of the further kinds, as they are trained: scores of the oracle, gradients to every weight.
/// </summary>
[TestClass]
public class FurtherKindsTests
{
    public static IEnumerable<object[]> Networks =>
    [
        ["r2b", new TensorShape(6, 5, 8), (NetworkTensor x) =>
        {
            var gate = x.GlobalAveragePool().Dense(2, ActivationFunction.Relu, useBias: false)
                .Dense(8, ActivationFunction.Sigmoid, useBias: false).Reshape([1, 1, 8]);
            return x.Conv2D(8, 3, padding: PadMode.Same).Multiply(gate).PReLU([1, 2]).Add(x).Identity("out").Flatten();
        }],
        ["strong baseline", new TensorShape(4, 6, 3), (NetworkTensor x) => x
            .Conv2D(5, 3, padding: PadMode.Same).Scale().PReLU([1, 2]).PReLU().Scale([3]).Flatten()],
        ["melius", new TensorShape(5, 4, 8), (NetworkTensor x) => x
            .Add(x.Conv2D(3, 3, padding: PadMode.Same).ChannelPadding(before: 5))
            .Split(4).Select(part => part.Conv2D(2, 1)).Aggregate((left, right) => left.Concatenate(right)).Flatten()],
        ["quicknet", new TensorShape(8, 7, 4), (NetworkTensor x) => x
            .Relu().MaxPool2D(2, 1).BlurPool2D().Conv2D(3, 1).Flatten()],
        ["dorefa", new TensorShape(9), (NetworkTensor x) => x.Dense(7, ActivationFunction.Relu1).LeakyReLU()
            .Activation(ActivationFunction.Relu1).Dense(2)],
        ["decoder", new TensorShape(3, 4, 2), (NetworkTensor x) => x
            .UpSampling2D((2, 3)).ZeroPadding2D((1, 2), (0, 1))
            .UpSampling2D(2, Interpolation.Bilinear).Conv2D(2, 2).Flatten()],
        ["sequence", new TensorShape(5, 3), (NetworkTensor x) => x
            .ZeroPadding1D(2, 1).UpSampling1D(2).PReLU([1]).Scale().Reshape([4, -1, 2]).Flatten().Dense(3)],
    ];

    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Score_Network_IsTheOraclesAndThePacked(
        string what, TensorShape input, Func<NetworkTensor, NetworkTensor> build)
    {
        const int Rows = 3;
        var oracle = new PackedCase(5, input, build);
        oracle.AssertClose(what, Rows);
        using var module = new NetworkModule(oracle.Definition, oracle.Weights, seed: 0);
        float[] rows = [.. Enumerable.Range(0, Rows).SelectMany(_ => oracle.Row())];
        var scores = module.Score(rows);
        for (var row = 0; row < Rows; row++)
        {
            var expected = oracle.Expected(rows[(row * input.Size)..((row + 1) * input.Size)]);
            PackedCase.AssertClose(expected, scores.AsSpan(row * expected.Length, expected.Length).ToArray(), what);
        }

        Assert.IsNotEmpty(PackedNetwork.Compile(oracle.Definition, oracle.Weights).Report.Layers);
    }

    // A scratch of the loss's slope by differences in double precision of the oracle, against autograd.
    [TestMethod]
    [DynamicData(nameof(Networks))]
    public void Backward_EveryWeight_IsTheSlopeOfTheOracle(
        string what, TensorShape input, Func<NetworkTensor, NetworkTensor> build)
    {
        var oracle = new PackedCase(7, input, build);
        var random = new Random(9);
        float[] row = [.. Enumerable.Range(0, input.Size).Select(_ => (random.NextSingle() * 2) - 1)];
        using var scope = NewDisposeScope();
        using var module = new NetworkModule(oracle.Definition, oracle.Weights, seed: 0);
        module.call(tensor(row).reshape(1, -1)).sum().backward();
        foreach (var (layer, trained) in module.Layers)
        {
            foreach (var binding in trained.Weights.Where(binding => binding.Spec.Trainable))
            {
                var name = NetworkWeights.NameOf(layer, binding.Spec.Name);
                var gradient = (binding with { Source = () => binding.Tensor.grad! }).Save().Values.ToArray();
                var at = random.Next(gradient.Length);
                Assert.AreEqual(Slope(oracle, row, name, at), gradient[at], 5e-3, $"{what}: {name}[{at}]");
            }
        }
    }

    private static double Slope(PackedCase oracle, float[] row, string name, int at)
    {
        const float Step = 1 / 1024f;
        double Loss(float step)
        {
            var weight = oracle.Weights[name];
            var values = weight.Values.ToArray();
            values[at] += step;
            var moved = oracle.Weights.With([KeyValuePair.Create(name, new WeightArray(weight.Shape, values))]);
            return NaiveNetwork.Evaluate(oracle.Definition, moved, row).Sum();
        }

        return (Loss(Step) - Loss(-Step)) / (2 * Step);
    }
}
