using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Packed.Sets;

namespace Microsoft.ML.Larq.Tests.Packed.Oracle;

/// <summary>A network with random weights and rows, scored both ways.</summary>
/// <remarks>
/// Weights and rows are small multiples of 1/8 and the variances have exact roots, so that sums and normalizations are
/// exact in single precision and a sign never hangs on a rounding error.
/// </remarks>
internal sealed class PackedCase
{
    public const float Epsilon = 0.25f;

    private readonly Random _random;

    public PackedCase(int seed, TensorShape input, Func<NetworkTensor, NetworkTensor> network)
    {
        _random = new Random(seed);
        Definition = NetworkDefinition.Build(input, network);
        Weights = new NetworkWeights(Definition.Layers.SelectMany(layer => layer.Weights.Select(spec =>
            KeyValuePair.Create($"{layer.Name}/{spec.Name}", new WeightArray(spec.Shape, Values(spec))))));
        Networks = [.. KernelSet.Available.Select(set => PackedNetwork.Compile(Definition, Weights, set))];
    }

    public NetworkDefinition Definition { get; }

    public NetworkWeights Weights { get; }

    /// <summary>Compiled for every instruction set that the machine has; the last for none.</summary>
    public PackedNetwork[] Networks { get; }

    /// <summary>That of the kernels that a user gets; <c>LARQ_ISA</c> chooses others.</summary>
    public PackedNetwork Network => Networks[KernelSet.Available.IndexOf(KernelSet.Choose())];

    public float[] Row() => Eighths(Definition.InputShape.Size);

    public float[] Score(float[] rows) => Score(Network, rows);

    public double[] Expected(float[] row) => NaiveNetwork.Evaluate(Definition, Weights, row);

    /// <summary>Scores random rows and demands the oracle's numbers, exactly, of every kernel.</summary>
    public void AssertExact(string what, int rows = 1)
    {
        for (var i = 0; i < rows; i++)
        {
            var row = Row();
            var expected = Expected(row);
            foreach (var network in Networks)
                CollectionAssert.AreEqual(expected, Score(network, row).Select(x => (double)x).ToArray(), what);
        }
    }

    /// <summary>
    /// Scores random rows and demands the oracle's numbers within 1e-5 of the largest, the same bits from every kernel.
    /// </summary>
    public void AssertClose(string what, int rows = 1)
    {
        for (var i = 0; i < rows; i++)
        {
            var row = Row();
            var expected = Expected(row);
            var scores = Networks.Select(network => Score(network, row)).ToArray();
            AssertClose(expected, scores[0], what);
            foreach (var other in scores) CollectionAssert.AreEqual(scores[0], other, what);
        }
    }

    public static void AssertClose(double[] expected, float[] actual, string what)
    {
        Assert.HasCount(expected.Length, actual, what);
        var allowed = 1e-5 * Math.Max(1e-3, expected.Max(Math.Abs));
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], allowed, $"{what}, score {i}");
    }

    private static float[] Score(PackedNetwork network, float[] rows)
    {
        var scores = new float[rows.Length / network.InputSize * network.OutputSize];
        Array.Fill(scores, float.NaN);
        network.Score(rows, scores);
        return scores;
    }

    private float[] Values(WeightSpec spec) => spec.Name == "moving_variance"
        ? _random.GetItems([0f, 0.75f, 3.75f], spec.Shape.Size)
        : Eighths(spec.Shape.Size);

    private float[] Eighths(int count) => [.. Enumerable.Range(0, count).Select(_ => _random.Next(-8, 9) / 8f)];
}
