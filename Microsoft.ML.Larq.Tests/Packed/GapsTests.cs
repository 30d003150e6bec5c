using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Tests.Packed;

[TestClass]
public class GapsTests
{
    [TestMethod]
    public void Take_FewGaps_IsFirstFit()
    {
        var gaps = new Gaps();
        Assert.AreEqual(0, gaps.Take(4));
        Assert.AreEqual(4, gaps.Take(2));
        Assert.AreEqual(6, gaps.Take(8));
        gaps.Return(6, 8);
        gaps.Return(0, 4);
        Assert.AreEqual(0, gaps.Take(3));
        Assert.AreEqual(3, gaps.Take(1));
        Assert.AreEqual(6, gaps.Take(9), "The last gap grows with the array.");
        Assert.AreEqual(15, gaps.End);
        gaps.Return(4, 2);
        gaps.Return(3, 1);
        Assert.AreEqual(3, gaps.Take(3), "Neighbouring gaps are one.");
    }

    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    public void Take_ManyGaps_NeverGivesAnythingTwice(int seed)
    {
        var (gaps, random) = (new Gaps(), new Random(seed));
        var taken = new List<(long Place, int Length)>();
        var owners = new bool[100_000];
        for (var step = 0; step < 20_000; step++)
        {
            if (taken.Count > 0 && random.Next(5) < 2)
            {
                var (place, length) = taken[random.Next(taken.Count)];
                taken.Remove((place, length));
                gaps.Return(place, length);
                owners.AsSpan((int)place, length).Clear();
                continue;
            }

            var wanted = random.Next(1, 9);
            var at = (int)gaps.Take(wanted);
            Assert.AreEqual(-1, owners.AsSpan(at, wanted).IndexOf(true), $"step {step}");
            owners.AsSpan(at, wanted).Fill(true);
            taken.Add((at, wanted));
            Assert.IsLessThanOrEqualTo(gaps.End, at + wanted);
        }
    }

    // Quadratic steps would take minutes: 10¹⁰ looks at an operation.
    [TestMethod]
    [Timeout(60_000)]
    [DataRow("chain")]
    [DataRow("identities")]
    [DataRow("branches")]
    [DataRow("joined")]
    [DataRow("shortcuts")]
    [DataRow("dense")]
    public void Compile_OfTensOfThousandsOfLayers_TakesSeconds(string shape)
    {
        const int Layers = 50_000;
        var network = NetworkDefinition.Build(new TensorShape(1), input => shape switch
        {
            "chain" => Chain(input, Layers, x => x.Relu()),
            "identities" => Chain(input, Layers, x => x.Apply(new IdentityLayer())),
            "branches" => input.Apply(new AddLayer(), Enumerable.Range(0, Layers).Select(_ => input.Relu())),
            "joined" => input.Apply(new ConcatenateLayer(), Enumerable.Range(0, Layers).Select(_ => input.Relu())),
            "shortcuts" => Chain(input, Layers / 2, x => x.Residual(y => y.Relu())),
            _ => Chain(input, Layers, x => x.Dense(1, useBias: false)),
        });
        var packed = PackedNetwork.Compile(network, NetworkWeights.Initialize(network, 1));
        var scores = new float[packed.OutputSize];
        packed.Score([1f], scores);
        Assert.AreEqual(network.Layers.Length - 1, packed.Report.Layers.Length);
        if (shape is "chain" or "identities" or "joined") Assert.AreEqual(1f, scores[^1]);
        if (shape == "branches") Assert.AreEqual(Layers + 1f, scores[0]);
    }

    private static NetworkTensor Chain(NetworkTensor x, int count, Func<NetworkTensor, NetworkTensor> layer)
    {
        for (var i = 0; i < count; i++) x = layer(x);
        return x;
    }
}
