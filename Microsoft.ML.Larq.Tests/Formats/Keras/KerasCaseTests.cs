using Microsoft.ML.Data;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Keras;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;

namespace Microsoft.ML.Larq.Tests.Formats.Keras;

/// <summary>Whole files with full configurations and independent outputs.</summary>
[TestClass]
public class KerasCaseTests
{
    private readonly MLContext _context = new(seed: 1);

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
            definition, NetworkWeights.FromKeras(definition, path, byName: true));
        var wanted = KerasCases.Outputs(name);
        var scores = new float[wanted.Length];
        packed.Score(KerasCases.Rows(name), scores);
        for (var i = 0; i < wanted.Length; i++)
            Assert.AreEqual(wanted[i], scores[i], 1e-5 * Math.Max(1, Math.Abs(wanted[i])), $"{name}, output {i}");
    }

    [TestMethod]
    public void FromKeras_DenseOverAnImage_GoesAlongItsLastAxis() =>
        AssertScores("09a-dense-on-image", path => _context.Larq().FromKeras(path, task: LearningTask.Outputs));

    [TestMethod]
    public void FromKeras_RowsOfAnySize_NeedTheInputShapeThatTheMessageNames()
    {
        var path = KerasCases.Model("11a-any-size");
        var error = Assert.ThrowsExactly<FormatException>(() => _context.Larq().FromKeras(path));
        StringAssert.Contains(error.Message, "takes rows of any size, [null, null, null, 3]: give the input shape "
            + "(inputShape).");
        AssertScores("11a-any-size", path => _context.Larq().FromKeras(
            path, task: LearningTask.Outputs, inputShape: new TensorShape(8, 8, 3)));
    }

    [TestMethod]
    public void FromKeras_SeveralSigmoids_AreNumbersOfTheirOwn() =>
        AssertScores("11b-sigmoid-of-three", path => _context.Larq().FromKeras(path));

    [TestMethod]
    public void FromKeras_SeveralLinearOutputs_AreWhatTheTaskSays()
    {
        var path = KerasCases.Model("11c-linear-of-three");
        var error = Assert.ThrowsExactly<ArgumentException>(() => _context.Larq().FromKeras(path));
        StringAssert.Contains(error.Message, "pass task: LearningTask.MulticlassClassification");
        StringAssert.Contains(error.Message, "LearningTask.Outputs where each is a number of its own");
        AssertScores("11c-linear-of-three", path => _context.Larq().FromKeras(path, task: LearningTask.Outputs));
    }

    private void AssertScores(string name, Func<string, KerasNetworkEstimator> create)
    {
        var estimator = create(KerasCases.Model(name));
        Assert.AreEqual(LearningTask.Outputs, estimator.Task);
        var (values, wanted) = (KerasCases.Rows(name), KerasCases.Outputs(name));
        var rows = KerasCases.Table(_context, values, estimator.Network.InputShape.Size);
        var scores = estimator.Fit(rows).Transform(rows).GetColumn<float[]>("Score").SelectMany(score => score)
            .ToArray();
        Assert.HasCount(wanted.Length, scores);
        for (var i = 0; i < wanted.Length; i++)
            Assert.AreEqual(wanted[i], scores[i], 1e-5 * Math.Max(1, Math.Abs(wanted[i])), $"{name}, output {i}");
    }
}
