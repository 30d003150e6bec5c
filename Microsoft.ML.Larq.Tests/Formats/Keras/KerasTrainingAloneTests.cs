using Microsoft.ML.Data;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Formats.Keras;

/// <summary>
/// Functions of a user's own that scoring does not call: they stop no scoring and get lost in no training.
/// </summary>
[TestClass]
public class KerasTrainingAloneTests
{
    private readonly MLContext _context = new(seed: 1);

    [TestMethod]
    [DataRow("kernel_initializer", "{\"class_name\": \"Custom>MyInit\", \"config\": {\"gain\": 2.0}}")]
    [DataRow("bias_initializer", "\"my_init\"")]
    [DataRow("kernel_constraint", "{\"class_name\": \"function\", \"config\": \"my_constraint\"}")]
    [DataRow("bias_constraint", "{\"class_name\": \"MyConstraint\", \"config\": {}}")]
    [DataRow("kernel_regularizer", "{\"class_name\": \"Custom>MyRegularizer\", \"config\": {\"a\": [1, 2]}}")]
    [DataRow("activity_regularizer", "\"mine\"")]
    public void FromKeras_UnknownFunction_StopsTrainingAlone(string parameter, string function)
    {
        using var file = File(parameter, function);
        var error = Assert.ThrowsExactly<FormatException>(() => NetworkDefinition.FromKeras(file.Path));
        StringAssert.Contains(error.Message, $"Layer 'd' (Dense) has a '{parameter}' that is not known");
        StringAssert.Contains(error.Message, "It matters in training alone; to score, mlContext.Larq().FromKeras");

        Assert.AreEqual(
            new DenseLayer { Units = 1 }, NetworkDefinition.FromKeras(file.Path, forScoring: true)["d"].Kind);
        var estimator = _context.Larq().FromKeras(file.Path);
        StringAssert.StartsWith(estimator.LeftOut.Single(), $"Layer 'd' (Dense): '{parameter}' of ");
        var rows = KerasCases.Table(_context, [1, 2, 3], 3);
        // (1, 2, 3)·(1, 2, 3) + 1.
        Assert.AreEqual(15f, estimator.Fit(rows).Transform(rows).GetColumn<float>("Score").Single());
    }

    [TestMethod]
    public void FromKeras_KnownFunctions_LeaveNothingOut()
    {
        using var file = File("kernel_initializer", "\"he_normal\"");
        Assert.IsEmpty(_context.Larq().FromKeras(file.Path).LeftOut);
    }

    [TestMethod]
    public void Fit_OnAModelThatLacksOne_SaysSo()
    {
        using var file = File("kernel_constraint", "\"my_constraint\"");
        var table = _context.Data.LoadFromEnumerable(Enumerable.Range(0, 8).Select(i => new Labelled
        {
            Features = [i, 1, 2],
            Label = i,
        }));
        var model = _context.Larq().FromKeras(file.Path).Fit(table);
        using var stream = new MemoryStream();
        _context.Model.Save(model, table.Schema, stream);
        var loaded = (BinarizedNetworkTransformer)_context.Model.Load(stream, out _);
        var lines = new List<string>();
        _context.Log += (_, line) => lines.Add(line.Message);
        _context.Larq().BinaryNet(new BinarizedNetworkTrainer.Options { Epochs = 1, BatchSize = 4 }).Fit(table, loaded);
        Assert.IsTrue(
            lines.Any(line => line.Contains("is trained on without what is not known here: Layer 'd' (Dense): "
                + "'kernel_constraint' of my_constraint", StringComparison.Ordinal)),
            string.Join('\n', lines));
    }

    private static KerasLayout.TemporaryFile File(string parameter, string function) => new KerasLayout
    {
        ModelConfig = KerasCases.Config(
            new TensorShape(3),
            "{\"class_name\": \"Dense\", \"config\": {\"name\": \"d\", \"units\": 1, "
            + $"\"{parameter}\": {function}}}}}"),
    }.With("d", 1, ("d/kernel:0", [3, 1]), ("d/bias:0", [1])).ToFile();

    private sealed class Labelled
    {
        [VectorType(3)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}
