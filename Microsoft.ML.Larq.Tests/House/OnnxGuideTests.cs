using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Onnx;
using Microsoft.ML.Larq.Tests.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>The guide to ONNX: its code runs, and it names only what there is.</summary>
[TestClass]
[DoNotParallelize] // the examples name files in the current folder
public class OnnxGuideTests
{
    [TestMethod]
    public void Code_IsTheExamplesBelow() => GuideCode.AssertIsIn("Onnx.md", "OnnxGuideTests.cs", 3);

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
            var seen = SampleModels.Of(SampleModels.Image(3), LearningTask.Outputs, "Pixels");
            using var stream = new MemoryStream();
            var rows = SampleModels.Rows(mlContext, "Pixels", 90, 10);
            Images(mlContext, new TransformerChain<ITransformer>(seen), rows, stream);
            Assert.Contains(node => node.Output == "Score.output", new ModelFile(stream.ToArray()).Nodes);
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

    private static void Images(
        MLContext mlContext, TransformerChain<ITransformer> model, IDataView prepared, Stream stream)
    {
        var pixels = mlContext.Transforms.SelectColumns("Pixels").Fit(prepared).Transform(prepared);
        mlContext.Model.ConvertToOnnx(model.LastTransformer, mlContext.Data.Cache(pixels), stream);
    }

    private static void Alone(NetworkDefinition network, NetworkWeights weights)
    {
        network.SaveOnnx(weights, "network.onnx", inputName: "pixels", outputName: "scores");
    }
}
