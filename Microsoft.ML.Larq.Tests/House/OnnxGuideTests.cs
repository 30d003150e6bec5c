using System.Text.RegularExpressions;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Onnx;
using Microsoft.ML.Larq.Tests.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>The guide to ONNX: its code runs, and it names only what there is.</summary>
[TestClass]
[DoNotParallelize] // the examples name files in the current folder
public partial class OnnxGuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(SourceTree.Root, "samples", "Onnx.md"));

    [TestMethod]
    public void Code_IsTheExamplesBelow()
    {
        var own = Flat(File.ReadAllText(Path.Combine(SourceTree.Tests, "House", "OnnxGuideTests.cs")));
        var blocks = Code().Matches(Guide).Select(match => Flat(match.Groups[1].Value)).ToArray();
        Assert.HasCount(2, blocks);
        foreach (var block in blocks) Assert.Contains(block, own);
    }

    [TestMethod]
    public void Examples_Run()
    {
        var folder = Directory.CreateTempSubdirectory("larq-onnx-guide").FullName;
        var before = Directory.GetCurrentDirectory();
        try
        {
            var mlContext = new MLContext(seed: 1);
            var model = SampleModels.Of(SampleModels.Table(3), LearningTask.MulticlassClassification);
            var data = SampleModels.Rows(mlContext, "Features", 5, 10);
            Directory.SetCurrentDirectory(folder);
            var scored = Pipeline(mlContext, model, data);
            AppliedModel.AssertAlike(model.Transform(data), scored, "Score", "PredictedLabel");
            Alone(model.Network, model.Weights);
            using var session = new InferenceSession(Path.Combine(folder, "network.onnx"));
            Assert.AreEqual("pixels", session.InputMetadata.Keys.Single());
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IDataView Pipeline(MLContext mlContext, ITransformer model, IDataView data)
    {
        using (var stream = File.Create("model.onnx"))
            mlContext.Model.ConvertToOnnx(model, data, stream);
        var scored = mlContext.Transforms.ApplyOnnxModel("model.onnx").Fit(data).Transform(data);
        return scored;
    }

    private static void Alone(NetworkDefinition network, NetworkWeights weights)
    {
        network.SaveOnnx(weights, "network.onnx", inputName: "pixels", outputName: "scores");
    }

    private static string Flat(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim())).Trim();

    [GeneratedRegex("^```csharp\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();
}
