using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;

namespace Microsoft.ML.Larq.Tests.Formats.Keras;

/// <summary>Deep files, and models within models: both ways of byName give the outputs that Keras gives.</summary>
[TestClass]
public class KerasNestedCasesTests
{
    public static IEnumerable<object[]> Cases =>
        from name in (string[])
        [
            "02b-nested-single-weight-layer", "02c-nested-partly-frozen", "02e-nested-same-inner-names",
            "02h-two-nested-branches-equal-shapes", "02j-nested-frozen-bn", "02k-nested-bn-alone",
            "12a-old-flip-ratio-state", "13b-nested-residual-partly-frozen", "18a-residual-30-blocks",
        ]
        from byName in new[] { false, true }
        select new object[] { name, byName };

    [TestMethod]
    [DynamicData(nameof(Cases))]
    public void FromKeras_ItsOwnNetwork_GivesTheRightOutputs(string name, bool byName)
    {
        var path = KerasCases.Model(name);
        var definition = NetworkDefinition.FromKeras(path);
        var weights = KerasFile.Read(path).WeightsFor(definition, byName, null, out var report);
        Assert.IsEmpty(report.Missing);
        Assert.IsEmpty(report.Unused);
        _ = KerasFile.Read(path).Definition(null, out var end);
        var wanted = KerasCases.Outputs(name);
        var scores = new float[wanted.Length];
        PackedNetwork.Compile(definition, weights).Score(KerasCases.Rows(name), scores);
        var actual = end == "softmax"
            ? scores.Chunk(definition.OutputShape.Size).SelectMany(Softmax).ToArray()
            : [.. scores.Select(score => (double)score)];
        Assert.IsNotEmpty(wanted);
        for (var i = 0; i < wanted.Length; i++)
            Assert.AreEqual(wanted[i], actual[i], 1e-5 * Math.Max(1, Math.Abs(wanted[i])), $"output {i}");
    }

    [TestMethod]
    public void FromKeras_SameNamesInTwoModels_GetTheModelsName()
    {
        var definition = NetworkDefinition.FromKeras(KerasCases.Model("02e-nested-same-inner-names"));
        CollectionAssert.IsSubsetOf(
            new[] { "left_dense", "left_dense_1", "right_dense", "right_dense_1", "cc", "d" },
            definition.Layers.Select(layer => layer.Name).ToArray());
    }

    private static double[] Softmax(float[] row)
    {
        var exponentials = row.Select(value => Math.Exp(value - row.Max())).ToArray();
        return [.. exponentials.Select(value => value / exponentials.Sum())];
    }
}
