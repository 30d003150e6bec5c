using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Kinds;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Tests.Training;

namespace Microsoft.ML.Larq.Tests.Onnx;

/// <summary>Random networks by ONNX Runtime and packed: whole sums to the bit, others to 1e-4.</summary>
[TestClass]
public class RandomNetworkTests
{
    private const int Networks = 60;
    private const int Rows = 1000;

    [TestMethod]
    public void Score_SixtyNetworksOfAllKinds_AreThePackedOnes()
    {
        var exact = 0;
        var kinds = new HashSet<Type>();
        for (var seed = 0; seed < Networks || kinds.Count < LayerKinds.All.Length; seed++)
        {
            var graph = new RandomGraph(seed);
            Assert.IsLessThan(10 * Networks, seed, "a kind is in no network");
            var own = graph.Definition.Layers.Select(layer => layer.Kind.GetType());
            if (seed >= Networks && own.All(kinds.Contains)) continue;
            var what = $"seed {seed}: {graph.Definition.ToJson()}";
            var rows = graph.Rows(Rows);
            kinds.UnionWith(own);
            if (graph.IsExact)
            {
                AssertEqual(graph.Definition, graph.Weights, rows, what);
                exact++;
                continue;
            }

            AssertClose(graph.Definition, graph.Weights, rows, what);
        }

        Assert.IsGreaterThan(15, exact);
    }

    // Scales that are no powers of two: whatever is multiplied into a kernel before it is summed is rounded.
    [TestMethod]
    [DataRow("ste_sign", "magnitude_aware_sign")]
    [DataRow("ste_sign", "xnor_weight_scale")]
    [DataRow("ste_heaviside", "magnitude_aware_sign_unclipped")]
    [DataRow("ste_tern", "ste_tern")]
    [DataRow("dorefa_quantizer(k_bit=2)", "ste_sign")]
    [DataRow("dorefa_quantizer(k_bit=3)", "magnitude_aware_sign")]
    [DataRow("dorefa_quantizer(k_bit=2)", "ste_tern")]
    public void Score_WholeSumsAndAwkwardScales_AreThePackedOnesToTheBit(string input, string kernel)
    {
        var definition = NetworkDefinition.Build(new TensorShape(9, 9, 8), x => x
            .QuantConv2D(24, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: input, kernelQuantizer: kernel)
            .BatchNormalization()
            .QuantDepthwiseConv2D(3, padding: PadMode.Same, inputQuantizer: input, depthwiseQuantizer: kernel)
            .BatchNormalization().MaxPool2D(2)
            .QuantSeparableConv2D(
                16, 3, inputQuantizer: input, depthwiseQuantizer: "ste_sign", pointwiseQuantizer: kernel,
                useBias: false)
            .BatchNormalization().Flatten()
            .QuantDense(7, input, kernel));
        AssertEqual(
            definition, Settled.Weights(definition, 4), Settled.Rows(definition, 5, 200), $"{input}, {kernel}");
    }

    // These never hang on a rounding error, whatever lies at a threshold: no row is left out.
    private static void AssertClose(NetworkDefinition definition, NetworkWeights weights, float[] rows, string what)
    {
        var packed = new float[rows.Length / definition.InputShape.Size * definition.OutputShape.Size];
        PackedNetwork.Compile(definition, weights).Score(rows, packed);
        using var onnx = new OnnxScorer(definition, weights);
        var scores = onnx.Score(rows);
        Assert.HasCount(packed.Length, scores, what);
        for (var i = 0; i < packed.Length; i++)
            Assert.AreEqual(packed[i], scores[i], 1e-4 * Math.Max(1, Math.Abs(packed[i])), what);
    }

    private static void AssertEqual(NetworkDefinition definition, NetworkWeights weights, float[] rows, string what)
    {
        var packed = new float[rows.Length / definition.InputShape.Size * definition.OutputShape.Size];
        PackedNetwork.Compile(definition, weights).Score(rows, packed);
        using var onnx = new OnnxScorer(definition, weights);
        CollectionAssert.AreEqual(packed, onnx.Score(rows), what);
    }
}
