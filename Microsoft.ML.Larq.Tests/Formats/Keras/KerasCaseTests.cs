using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;

namespace Microsoft.ML.Larq.Tests.Formats;

/// <summary>Whole files with full configurations and independent outputs.</summary>
[TestClass]
public class KerasCaseTests
{
    [TestMethod]
    [DataRow("01a-depthwise-groups1")]
    [DataRow("01b-separable-full-config")]
    [DataRow("01c-quant-depthwise-full")]
    [DataRow("01d-quant-separable-full")]
    [DataRow("03d-hard_tanh-keras214")]
    public void FromKeras_AsKerasWritesThem_ScoresRight(string name)
    {
        var path = KerasCases.Model(name);
        var definition = NetworkDefinition.FromKeras(path);
        var packed = PackedNetwork.Compile(
            definition, NetworkWeights.FromKeras(definition, path, KerasMatching.ByName));
        var wanted = KerasCases.Outputs(name);
        var scores = new float[wanted.Length];
        packed.Score(KerasCases.Rows(name), scores);
        for (var i = 0; i < wanted.Length; i++)
            Assert.AreEqual(wanted[i], scores[i], 1e-5 * Math.Max(1, Math.Abs(wanted[i])), $"{name}, output {i}");
    }
}
