using System.Text.Json;
using Microsoft.ML.Data;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>The notebook of the digits: its cells, word for word, are the program that runs here.</summary>
[TestClass]
[DoNotParallelize] // the cells name files beside the notebook
public class NotebookTests
{
    private static readonly string Folder = Path.Combine(SourceTree.Root, "samples", "Notebook");

    private static readonly string[] Cells = ReadCells();

    [TestMethod]
    public void Cells_AreTheProgramBelow()
    {
        var own = Flat(File.ReadAllText(Path.Combine(SourceTree.Tests, "House", "NotebookTests.cs")));
        Assert.HasCount(8, Cells);

        // Packages, as a notebook names them; versions are those that the repository is built with.
        var versions = File.ReadAllText(Path.Combine(SourceTree.Root, "Directory.Packages.props"))
            + File.ReadAllText(Path.Combine(SourceTree.Root, "Directory.Build.props"));
        foreach (var line in Cells[0].Split('\n').Where(line => line.StartsWith("#r", StringComparison.Ordinal)))
        {
            var (name, version) = (line.Split('"', ' ', ',')[3], line.Split('"', ' ')[^2]);
            Assert.Contains(
                name == "Microsoft.ML.Larq"
                    ? $"<Version>{version}</Version>"
                    : $"Include=\"{name}\" Version=\"{version}\"",
                versions);
        }

        // What a project brings unasked, or the test's own namespace.
        string[] unasked = ["using System.IO;", "using Microsoft.ML;", "using Microsoft.ML.Larq;"];
        foreach (var line in Cells[1].Split('\n').Except(unasked))
            Assert.Contains($"\n{line}\n", own);

        Assert.Contains(Flat(Cells[2]), own);
        Assert.Contains("{\n" + string.Join("\n\n", Cells[3..].Select(Flat)) + "\n\nreturn ", own);
    }

    [TestMethod]
    public void Cells_OneAfterTheOther_RunToTheEnd()
    {
        var before = (Environment.CurrentDirectory, Console.Out);
        var folder = Directory.CreateTempSubdirectory("larq-notebook-");
        using var output = new StringWriter();
        try
        {
            // As they stand: beside a folder "data" that holds the digits.
            Directory.CreateDirectory(Path.Combine(folder.FullName, "data"));
            var digits = Path.Combine("data", "digits.csv");
            File.Copy(Path.Combine(SourceTree.Root, "samples", digits), Path.Combine(folder.FullName, digits));
            Environment.CurrentDirectory = folder.CreateSubdirectory("Notebook").FullName;
            Console.SetOut(output);
            Assert.IsGreaterThan(0.95, Run());
            Assert.Contains("</html>", File.ReadAllText("digits.html"));
        }
        finally
        {
            (Environment.CurrentDirectory, var console) = before;
            Console.SetOut(console);
            folder.Delete(recursive: true);
        }

        foreach (var part in new[] { "of the test rows are right", "flip_ratio/", "bytes", "same bits: True" })
            Assert.Contains(part, output.ToString());
    }

    private static double Run()
    {
        var mlContext = new MLContext(seed: 1);
        var data = mlContext.Data.LoadFromTextFile<Digit>("../data/digits.csv", separatorChar: ',');
        var split = mlContext.Data.TrainTestSplit(data, testFraction: 0.2, seed: 1);

        var digit = mlContext.Data.CreateEnumerable<Digit>(split.TestSet, reuseRowObject: false).First();
        foreach (var line in digit.Pixels.Chunk(8))
            Console.WriteLine(string.Concat(line.Select(pixel => " ·░▒▓█"[(int)pixel * 5 / 16])));

        var options = new BinarizedNetworkTrainer.Options
        {
            FeatureColumnName = "Pixels",
            Image = new ImageShape(8, 8, 1),
            ValidationSet = split.TestSet,
            Epochs = 10,
        };
        var pipeline = mlContext.Transforms.Conversion.MapValueToKey("Label")
            .Append(mlContext.Larq().BinaryNet(options))
            .Append(mlContext.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

        var model = pipeline.Fit(split.TrainSet);
        var metrics = mlContext.MulticlassClassification.Evaluate(model.Transform(split.TestSet));
        Console.WriteLine($"{metrics.MicroAccuracy:P1} of the test rows are right");

        var network = model.BinaryNet();
        var history = network.History;
        foreach (var name in history.Names.Where(name => name.StartsWith(MetricNames.FlipRatio)))
            Console.WriteLine($"{name}: {string.Join(' ', history[name].Select(value => $"{value:0.0000}"))}");
        foreach (var warning in history.Warnings)
            Console.WriteLine(warning);
        network.WriteReport("digits.html"); // all of it with charts, on one page

        Console.WriteLine(network.Packed.Report);
        Console.WriteLine(network.Agreement);

        var engine = mlContext.Model.CreatePredictionEngine<Digit, DigitPrediction>(model);
        var prediction = engine.Predict(digit);
        var probability = prediction.Score.Max();
        Console.WriteLine($"is {digit.Label}, said {prediction.PredictedLabel}, probability {probability:P1}");

        mlContext.Model.Save(model, split.TrainSet.Schema, "digits.zip");
        Console.WriteLine($"{new FileInfo("digits.zip").Length:N0} bytes");

        var packed = PackedNetwork.Load("digits.zip");
        var scores = new float[packed.OutputSize];
        packed.Predict(digit.Pixels, scores);
        var said = packed.Use.ClassNames[packed.Use.ClassOf(scores)];
        Console.WriteLine($"said {said}, same bits: {scores.SequenceEqual(prediction.Score)}");

        return metrics.MicroAccuracy;
    }

    private static string[] ReadCells()
    {
        using var notebook = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "Digits.ipynb")));
        return
        [
            .. notebook.RootElement.GetProperty("cells").EnumerateArray()
                .Where(cell => cell.GetProperty("cell_type").GetString() == "code")
                .Select(cell => string.Concat(
                    cell.GetProperty("source").EnumerateArray().Select(line => line.GetString()))),
        ];
    }

    private static string Flat(string text) => string.Join('\n', text.Split('\n').Select(line => line.Trim())).Trim();

    public sealed class Digit
    {
        [LoadColumn(0, 63), VectorType(64)]
        public float[] Pixels { get; set; } = [];

        [LoadColumn(64)]
        public int Label { get; set; }
    }

    public sealed class DigitPrediction
    {
        public int PredictedLabel { get; set; }

        public float[] Score { get; set; } = [];
    }
}
