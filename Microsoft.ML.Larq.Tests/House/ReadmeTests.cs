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

    // Every number above a bar stands among the figures below the picture.
    [TestMethod]
    public void Picture_Numbers_AreThoseOfTheTables()
    {
        var picture = File.ReadAllText(Path.Combine(SourceTree.Root, "samples", "figure.svg"));
        var numbers = Regex.Matches(picture, @">([\d,.]+) (bytes|ms)<")
            .Select(match => match.Groups[1].Value).ToArray();
        Assert.HasCount(4, numbers);
        var results = File.ReadAllText(Path.Combine(SourceTree.Root, "samples", "Benchmarks", "Results.md"));
        foreach (var number in numbers) Assert.Contains(number, Readme + results);
        Assert.Contains($"| QuickNet | {numbers[3]} | {numbers[2]} |", results);
    }

    // All but the class, one after the other and nothing between them: what one block makes the next finds.
    [TestMethod]
    public void Blocks_OfCSharp_AreTheProgramThatRuns()
    {
        var examples = Flat(File.ReadAllText(Path.Combine(SourceTree.Tests, "House", "ReadmeExamples.cs")));
        Assert.HasCount(6, Blocks);
        var statements = Blocks.Where(block => !block.StartsWith("public ", StringComparison.Ordinal)).ToArray();
        Assert.HasCount(5, statements);
        var program = string.Join("\n\n", statements.Select(Flat));
        Assert.Contains("{\n" + program + "\n\nreturn ", examples);
        Assert.Contains(Flat(Blocks.Single(block => !statements.Contains(block))), examples);
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
    public void Program_OnDigits_RunsFromTheFirstBlockToTheLast() => InAFolderWithDigits(() =>
    {
        var (metrics, trainer, options, mlContext, split) = ReadmeExamples.Program();
        Assert.IsGreaterThan(0.9, metrics.MicroAccuracy);
        Assert.IsNotNull(new MLContext().Model.Load("digits.zip", out _).BinaryNet());
        Assert.Contains("</html>", File.ReadAllText("report.html"));

        var model = mlContext.Transforms.Conversion.MapValueToKey("Label").Append(trainer).Fit(split.TrainSet);
        metrics = mlContext.MulticlassClassification.Evaluate(model.Transform(split.TestSet));
        Assert.IsGreaterThan(0.9, metrics.MicroAccuracy);
        Assert.AreEqual(10, model.BinaryNet().History.Epochs);

        // ‖∂L/∂W‖ in the log's words: above 0 where the layer learns.
        var own = Trainers.Options(epochs: 2);
        own.Metrics = options.Metrics;
        var history = Trainers.Fit(new MLContext(seed: 1), own).History;
        foreach (var layer in new[] { "quant_dense", "quant_dense_1" })
            Assert.IsTrue(history[$"gradient_norm/{layer}"].All(norm => norm is > 0 and < 1e3), layer);
        Assert.IsFalse(history.Names.Contains("gradient_norm/quant_dense_1.input"));
    });

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
