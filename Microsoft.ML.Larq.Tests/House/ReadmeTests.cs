using System.Text.RegularExpressions;

namespace Microsoft.ML.Larq.Tests.House;

[TestClass]
[DoNotParallelize] // the first example names files in the current folder
public partial class ReadmeTests
{
    private static readonly string Readme = File.ReadAllText(Path.Combine(SourceTree.Root, "README.md"));
    private static readonly string[] Blocks = [.. Block().Matches(Readme).Select(match => match.Groups[1].Value)];

    [TestMethod]
    public void Readme_Length_IsAtMost175Lines() =>
        Assert.IsLessThanOrEqualTo(175, Readme.TrimEnd().Split('\n').Length);

    [TestMethod]
    public void Blocks_OfCSharp_AreTheExamplesThatRun()
    {
        var examples = Flat(File.ReadAllText(Path.Combine(SourceTree.Tests, "House", "ReadmeExamples.cs")));
        Assert.HasCount(5, Blocks);
        var others = Blocks.Where(block => !examples.Contains(Flat(block), StringComparison.Ordinal)).ToArray();
        Assert.IsEmpty(others, string.Join('\n', others));
    }

    [TestMethod]
    [DataRow("dotnet run --project (\\S+)")]
    [DataRow("\\]\\((?!https?:)([^)#]+)\\)")]
    public void Paths_ThatAreNamed_Exist(string pattern)
    {
        var paths = Regex.Matches(Readme, pattern).Select(match => match.Groups[1].Value).ToArray();
        Assert.IsNotEmpty(paths);
        Assert.IsEmpty(paths.Where(path => !Path.Exists(Path.Combine(SourceTree.Root, path))));
    }

    [TestMethod]
    public void TheShortRoad_OnDigits_LearnsAndSaves() => InAFolderWithDigits(() =>
    {
        var metrics = ReadmeExamples.TheShortRoad();
        Assert.IsGreaterThan(0.9, metrics.MicroAccuracy);
        var model = new MLContext().Model.Load("digits.zip", out _);
        Assert.HasCount(1, ((IEnumerable<ITransformer>)model).OfType<BinarizedNetworkTransformer>());
    });

    [TestMethod]
    public void TheNetwork_OnDigits_LearnsAndTellsWhatIsKept() => InAFolderWithDigits(() =>
    {
        var mlContext = new MLContext(seed: 1);
        var data = mlContext.Data.LoadFromTextFile<ReadmeExamples.Digit>("digits.csv", ',');
        var split = mlContext.Data.TrainTestSplit(data, 0.2);
        var model = mlContext.Transforms.Conversion.MapValueToKey("Label")
            .Append(ReadmeExamples.TheNetwork(mlContext, split))
            .Fit(split.TrainSet);
        var metrics = mlContext.MulticlassClassification.Evaluate(model.Transform(split.TestSet));
        Assert.IsGreaterThan(0.9, metrics.MicroAccuracy);
        Assert.AreEqual(10, model.LastTransformer.History.Epochs);
        ReadmeExamples.WhatIsKept(model);
    });

    // ‖∂L/∂W‖ in the log's words: above 0 where the layer learns.
    [TestMethod]
    public void OwnMetric_OnATable_IsInTheHistory()
    {
        var options = Trainers.Options(epochs: 2);
        ReadmeExamples.OwnMetric(options);
        var history = Trainers.Fit(new MLContext(seed: 1), options).History;
        foreach (var layer in new[] { "quant_dense", "quant_dense_1" })
            Assert.IsTrue(history[$"gradient_norm/{layer}"].All(norm => norm is > 0 and < 1e3), layer);
        Assert.IsFalse(history.Names.Contains("gradient_norm/quant_dense_1.input"));
    }

    private static void InAFolderWithDigits(Action action)
    {
        var before = Environment.CurrentDirectory;
        var folder = Directory.CreateTempSubdirectory("larq-readme-").FullName;
        try
        {
            var digits = Path.Combine(SourceTree.Root, "samples", "data", "digits.csv");
            File.Copy(digits, Path.Combine(folder, "digits.csv"));
            Environment.CurrentDirectory = folder;
            action();
        }
        finally
        {
            Environment.CurrentDirectory = before;
            Directory.Delete(folder, recursive: true);
        }
    }

    // Indentation apart: the examples stand deeper in their methods.
    private static string Flat(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim())).Trim();

    [GeneratedRegex("^```csharp\r?\n(.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
