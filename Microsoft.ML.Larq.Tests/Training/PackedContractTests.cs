using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Kinds;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Tests.Families;
using Microsoft.ML.Larq.Tests.Networks.Samples;

namespace Microsoft.ML.Larq.Tests.Training;

/// <summary>
/// What training and the packed engine owe each other: every kind on both sides, and the same scores.
/// </summary>
[TestClass]
public class PackedContractTests
{
    [TestMethod]
    public void Modules_EveryKind_IsThere() => Owed.Rows(
        typeof(LayerKind), "LayerModules.Rows", LayerModules.Kinds, "add one that makes what is trained");

    // Of an Input nothing is computed: what is scored comes in as it is.
    [TestMethod]
    public void PackedOps_EveryKind_IsThere() => Owed.Rows(
        typeof(LayerKind), "PackedOps.Rows", PackedOps.Kinds.Append(typeof(InputLayer)),
        "add one that compiles what is scored");

    [TestMethod]
    public void Score_EveryKindWithoutDefaults_IsTheSamePacked()
    {
        foreach (var sample in KindSamples.All)
        {
            var definition = KindSamples.Network(sample);
            var (weights, rows) = KindSamples.Eighths(definition, 5);
            var (trained, packed) = Scores(definition, weights, rows);
            AssertClose(trained, packed, 1, sample.Kind.ClassName);
        }
    }

    [TestMethod]
    public void Score_RandomGraphs_IsTheSamePacked()
    {
        const int Rows = 6;
        var exact = 0;
        var (signs, levels) = (0, 0);
        var kinds = new HashSet<Type>();
        for (var seed = 0; seed < 200; seed++)
        {
            var graph = new RandomGraph(seed);
            var what = $"seed {seed}: {graph.Definition.ToJson()}";
            var (trained, packed) = Scores(graph.Definition, graph.Weights, graph.Rows(Rows));
            if (graph.IsExact)
            {
                CollectionAssert.AreEqual(Bits(trained), Bits(packed), what);
                exact++;
            }
            else
            {
                AssertClose(trained, packed, Rows, what);
            }

            kinds.UnionWith(graph.Definition.Layers.Select(layer => layer.Kind.GetType()));
            var report = PackedNetwork.Compile(graph.Definition, graph.Weights).Report;
            signs += report.Layers.Count(layer => layer.IsPacked);
            levels += report.Layers.Count(layer => layer.Why.Contains("planes of bits told", StringComparison.Ordinal));
        }

        Assert.AreEqual(
            "", string.Join(", ", LayerKinds.All.Except(kinds).Select(kind => kind.Name)), "kinds left out");
        Assert.IsGreaterThan(60, exact);
        Assert.IsLessThan(140, exact);
        Assert.IsGreaterThan(200, signs);
        Assert.IsGreaterThan(20, levels);
    }

    private static (float[] Trained, float[] Packed) Scores(
        NetworkDefinition definition, NetworkWeights weights, float[] rows)
    {
        using var module = new NetworkModule(definition, weights, seed: 0);
        var trained = module.Score(rows);
        var packed = new float[trained.Length];
        PackedNetwork.Compile(definition, weights).Score(rows, packed);
        return (trained, packed);
    }

    // −0 and +0 are one number to every layer but a sum of reciprocals, of which there is none.
    private static int[] Bits(float[] values) =>
        [.. values.Select(value => BitConverter.SingleToInt32Bits(value + 0f))];

    private static void AssertClose(float[] expected, float[] actual, int rows, string what)
    {
        Assert.HasCount(expected.Length, actual, what);
        var allowed = 1e-5f * Math.Max(1e-3f, expected.Max(Math.Abs));
        var outputs = expected.Length / rows;
        for (var i = 0; i < expected.Length; i++)
            Assert.AreEqual(expected[i], actual[i], allowed, $"{what}, score {i}");
        for (var row = 0; row < rows; row++)
        {
            var one = expected.AsSpan(row * outputs, outputs).ToArray();
            var other = actual.AsSpan(row * outputs, outputs).ToArray();
            var best = Array.IndexOf(one, one.Max());
            if (one.Where((value, i) => i != best && one[best] - value <= 2 * allowed).Any()) continue;
            Assert.AreEqual(best, Array.IndexOf(other, other.Max()), $"{what}, row {row}");
        }
    }
}
