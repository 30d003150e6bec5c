using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Onnx;
using Microsoft.ML.Larq.Onnx.Nodes;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Tests.Families;
using Microsoft.ML.Larq.Tests.Networks.Samples;

namespace Microsoft.ML.Larq.Tests.Onnx;

/// <summary>Every kind of layer and every quantizer, one by one, by ONNX Runtime.</summary>
[TestClass]
public class OnnxKindsTests
{
    // Of an Input nothing is computed: what is scored comes in as it is.
    [TestMethod]
    public void Rows_EveryKind_IsThere() => Owed.Rows(
        typeof(LayerKind), "OnnxKinds.Rows", OnnxKinds.Kinds.Append(typeof(InputLayer)),
        "add one that writes it by ONNX' operators");

    // Quantizers of one's own are refused where an input has one.
    [TestMethod]
    public void Rows_EveryQuantizer_IsThere() => Owed.Rows(
        "Quantizer", Families.Kinds.OwnQuantizers, "QuantizerNodes.Rows",
        QuantizerNodes.Quantizers.Select(type => type.Name), "add one that writes it by ONNX' operators");

    [TestMethod]
    public void Score_EveryKindWithoutDefaults_IsThePackedOne()
    {
        foreach (var sample in KindSamples.All)
        {
            var definition = KindSamples.Network(sample);
            var (weights, rows) = KindSamples.Eighths(definition, 5);
            var packed = new float[5 * definition.OutputShape.Size];
            PackedNetwork.Compile(definition, weights).Score(rows, packed);
            using var onnx = new OnnxScorer(definition, weights);
            var scores = onnx.Score(rows);
            var allowed = 1e-5f * Math.Max(1e-3f, packed.Max(Math.Abs));
            Assert.HasCount(packed.Length, scores, sample.Kind.ClassName);
            for (var i = 0; i < packed.Length; i++)
                Assert.AreEqual(packed[i], scores[i], allowed, $"{sample.Kind}, score {i}");
        }
    }
}
