using Microsoft.ML.Data;
using Microsoft.ML.Larq.Tests.Hosting;
using Microsoft.ML.Larq.Tests.House;

namespace Microsoft.ML.Larq.Tests.Onnx;

/// <summary>What a user trains, converts and applies: tables of all tasks, and the digits.</summary>
[TestClass]
public class TrainedPipelineTests
{
    private readonly MLContext _context = new(1);
    private readonly string _folder = Directory.CreateTempSubdirectory("larq-onnx").FullName;

    private string Path => System.IO.Path.Combine(_folder, "model.onnx");

    [TestCleanup]
    public void Delete() => Directory.Delete(_folder, recursive: true);

    [TestMethod]
    public void Classes_CalibratedAndNamed_ScoreAlike()
    {
        var data = Samples.Data(_context);
        var keyed = _context.Transforms.Conversion.MapValueToKey("Label", "Text");
        var options = Trainers.Options();
        options.ValidationSet = keyed.Fit(data).Transform(data);
        options.CalibrateScores = true;
        var model = keyed.Append(_context.Larq().BinaryNet(options))
            .Append(_context.Transforms.Conversion.MapKeyToValue("Class", "PredictedLabel")).Fit(data);
        Assert.IsNotNull(((IEnumerable<ITransformer>)model).OfType<BinarizedNetworkTransformer>().Single().Calibration);
        AppliedModel.AssertAlike(
            model.Transform(data), AppliedModel.Transform(_context, model, data, Path), "Score", "PredictedLabel",
            "Class");
    }

    [TestMethod]
    [DataRow("Flag", new[] { "Score", "Probability", "PredictedLabel" })]
    [DataRow("Target", new[] { "Score" })]
    public void OtherTasks_ScoreAlike(string label, string[] columns)
    {
        var data = Samples.Data(_context);
        var model = _context.Larq().BinaryNet(Trainers.Options(label)).Fit(data);
        AppliedModel.AssertAlike(model.Transform(data), AppliedModel.Transform(_context, model, data, Path), columns);
    }

    [TestMethod]
    public void Digits_AllRows_ScoreAlike()
    {
        var data = _context.Data.LoadFromTextFile(
            System.IO.Path.Combine(SourceTree.Root, "samples", "data", "digits.csv"),
            [new("Pixels", DataKind.Single, 0, 63), new("Label", DataKind.Single, 64)], separatorChar: ',');
        var model = _context.Transforms.Conversion.MapValueToKey("Label")
            .Append(_context.Larq().BinaryNet(new BinarizedNetworkTrainer.Options
            {
                FeatureColumnName = "Pixels",
                Image = new ImageShape(8, 8, 1),
                Epochs = 2,
                Seed = 1,
            }))
            .Append(_context.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(data);
        var trained = ((IEnumerable<ITransformer>)model).OfType<BinarizedNetworkTransformer>().Single();
        var rows = AppliedModel.Values(data, "Pixels").Cast<float>().ToArray();
        var agreement = Agreement.Of(trained.Network, trained.Weights, rows, "digits");
        Console.WriteLine(agreement);
        Assert.AreEqual(1797, agreement.Clear + agreement.Near);
        Assert.AreEqual(agreement.Near, agreement.SameClass);
        AppliedModel.AssertAlike(
            model.Transform(data), AppliedModel.Transform(_context, model, data, Path), "Score", "PredictedLabel");
    }
}
