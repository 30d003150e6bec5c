using System.Text.RegularExpressions;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Tests.Golden;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>The guide to deployment: its code runs.</summary>
[TestClass]
[DoNotParallelize] // the examples name files in the current folder
public partial class DeploymentGuideTests
{
    private static readonly string Guide = File.ReadAllText(Path.Combine(SourceTree.Root, "samples", "Deployment.md"));

    [TestMethod]
    public void Code_IsTheExamplesBelow()
    {
        var own = Flat(File.ReadAllText(Path.Combine(SourceTree.Tests, "House", "DeploymentGuideTests.cs")));
        var blocks = Code().Matches(Guide).Select(match => Flat(match.Groups[1].Value)).ToArray();
        Assert.HasCount(2, blocks);
        foreach (var block in blocks) Assert.Contains(block, own);
    }

    [TestMethod]
    public void Examples_Run()
    {
        var folder = Directory.CreateTempSubdirectory("larq-deployment-guide").FullName;
        var before = Directory.GetCurrentDirectory();
        try
        {
            File.Copy(Path.Combine(GoldenFolder.Version1, "multiclass.zip"), Path.Combine(folder, "model.zip"));
            File.Copy(Path.Combine(GoldenFolder.Version1, "keras.h5"), Path.Combine(folder, "model.h5"));
            Directory.SetCurrentDirectory(folder);
            var inputs = PackedNetwork.Load("model.zip").InputSize;
            Assert.AreNotEqual("", Alone(new float[inputs]));
            if (NetworkDefinition.FromKeras("model.h5").OutputShape.Size == 3) Keras();
            Assert.IsTrue(File.Exists("model.larq"));
        }
        finally
        {
            Directory.SetCurrentDirectory(before);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Alone(float[] row)
    {
        var network = PackedNetwork.Load("model.zip");       // of mlContext.Model.Save, with one trained network in it
        network.Save("model.larq");                          // definition, bits, classes, scale: all that is needed
        var again = PackedNetwork.Load("model.larq");
        var scores = new float[again.OutputSize];
        again.Predict(row, scores);                          // the column Score of the transformer, bit for bit
        var place = again.Use.ClassOf(scores);
        var name = again.Use.ClassNames[place];
        return name;
    }

    private static void Keras()
    {
        var keras = NetworkDefinition.FromKeras("model.h5");
        PackedNetwork.Compile(
            keras, NetworkWeights.FromKeras(keras, "model.h5"),
            new PackedUse(LearningTask.MulticlassClassification, ["cat", "dog", "owl"])).Save("keras.larq");
    }

    private static string Flat(string text) => Space().Replace(text, " ").Trim();

    [GeneratedRegex("```csharp(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Space();
}
