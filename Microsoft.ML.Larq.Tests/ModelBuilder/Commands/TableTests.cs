using System.Globalization;
using System.Text.Json.Nodes;
using Larq.ModelBuilder.Pipelines;
using Larq.ModelBuilder.Recipes;
using Microsoft.ML.Data;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Commands;

/// <summary>What is trained on tables, and what comes out.</summary>
[TestClass]
public sealed class TableTests
{
    private readonly Workplace _place = new();

    [TestCleanup]
    public void Clean() => _place.Dispose();

    [TestMethod]
    public void Regression_OfALine_BeatsTheMean()
    {
        var text = "x,y\n" + string.Concat(Enumerable.Range(0, 400).Select(i =>
            string.Create(CultureInfo.InvariantCulture, $"{i % 37},{(i % 37 * 2) + (i % 3)}\n")));
        var said = _place.Train("regression", _place.Write("line.csv", text), "y", "--json", "--epochs", "40").Ends(0);
        var scores = said.Events("trainer").Select(trainer =>
            (double)trainer["score"]!["judgement"]!["values"]!["RSquared"]!).ToArray();
        Assert.IsLessThan(0.1, scores[0]);
        Assert.IsGreaterThan(0.9, scores[1]);
        var one = _place.Larq("predict", _place.In("out/line.zip"), "--set", "x=10", "--json").Ends(0)
            .Events("prediction")[0]["prediction"]!;
        Assert.AreEqual(21, double.Parse((string)one["said"]!, CultureInfo.InvariantCulture), 4);
    }

    [TestMethod]
    public void Evaluation_ThatWasTold_IsWhatTheSavedModelGives()
    {
        var data = _place.Animals(300);
        var told = _place.Train("classification", data, "kind", "--json").Ends(0).Events("evaluation")[0]["judgement"]!;
        var mlContext = new MLContext(1);
        var model = mlContext.Model.Load(_place.In("out/animals.zip"), out _);
        var rows = mlContext.Data.LoadFromTextFile(data, new TextLoader.Options
        {
            Columns =
            [
                new("size", DataKind.Single, 0), new("colour", DataKind.String, 1), new("born", DataKind.String, 2),
                new("kind", DataKind.String, 3),
            ],
            Separators = [','],
            HasHeader = true,
        });
        var test = ClassSplit.Of(mlContext, rows, "kind", 0.2, seed: 1).TestSet;
        var theirs = mlContext.MulticlassClassification.Evaluate(model.Transform(test), "kind");
        Assert.AreEqual(theirs.MicroAccuracy, (double)told["values"]!["Accuracy"]!, 1e-9);
        Assert.AreEqual(theirs.LogLoss, (double)told["values"]!["LogLoss"]!, 1e-5);
    }

    [TestMethod]
    public void TestAndValidationFiles_AreUsedAndCompared()
    {
        var data = _place.Animals(300);
        var other = _place.Animals(60, "other.csv");
        var said = _place.Train(
            "classification", data, "kind", "--test-dataset", other, "--validation-dataset", other, "--json").Ends(0);
        Assert.AreEqual((300, 60), (
            (int)said.Events("training")[0]["rows"]!, (int)said.Events("training")[0]["testRows"]!));
        Assert.IsNotNull(said.Events("progress")[^1]["values"]!["Validation Loss"]);
        var wrong = _place.Write("wrong.csv", "size,color,born,kind\n1,grey,2012-01-01,cat\n2,brown,2012-01-02,dog\n");
        _place.Train("classification", data, "kind", "--test-dataset", wrong, "--force").Ends(3)
            .Says("'colour'", "'color'");
    }

    [TestMethod]
    public void CrossValidation_TellsEachFold()
    {
        var said = _place.Train("classification", _place.Animals(), "kind", "--cv-fold", "3", "--json").Ends(0);
        Assert.AreEqual(120, said.Events("fold").Sum(fold => (int)fold["judgement"]!["rows"]!));
        Assert.HasCount(3, said.Events("fold"));
    }

    [TestMethod]
    public void Predict_IntoAFile_IsATableWithEachClass()
    {
        var data = _place.Write(
            "q.csv", Workplace.Rows(200).Replace("cat", "\"a \"\"cat\"\"\"").Replace("dog", "\"dog, big\""));
        _place.Train("classification", data, "kind").Ends(0);
        _place.Larq("predict", _place.In("out/q.zip"), data, "--output", _place.In("said.csv")).Ends(0);
        var lines = File.ReadAllLines(_place.In("said.csv"));
        Assert.HasCount(201, lines);
        Assert.AreEqual("Row,PredictedLabel,\"Score a \"\"cat\"\"\",\"Score dog, big\"", lines[0]);
    }

    [TestMethod]
    public void LogFile_HasEveryEventButSteps()
    {
        var log = _place.In("run.log");
        _place.Train("classification", _place.Animals(), "kind", "--log-file-path", log).Ends(0);
        var events = File.ReadAllLines(log).Select(line => JsonNode.Parse(line[line.IndexOf('{')..])!).ToArray();
        foreach (var kind in (string[])["data", "training", "progress", "evaluation", "trainer", "file", "log", "end"])
            Assert.IsTrue(events.Any(happened => (string)happened["event"]! == kind), kind);
    }

    [TestMethod]
    public void LabelByNumber_MissingLabelsAndWeights_AreTold()
    {
        var text = "w,a,b\n" + string.Concat(Enumerable.Range(0, 90).Select(i =>
            $"{1 + (i % 2)},{i % 9},{(i % 10 == 0 ? "" : "xy"[i % 2])}\n"));
        var said = _place.Train(
            "classification", _place.Write("t.csv", text), "2", "--column", "w:number:weight").Ends(0);
        said.Says("9 of 90 rows have no label");
        Assert.AreEqual("w", RecipeFile.Read(_place.In("out/t.larq.json")).Weight!.Name);
    }

    // What has no bound is told, and counts as an empty cell does: the same model comes of it.
    [TestMethod]
    public void InfiniteNumbers_AreReadAsMissing()
    {
        string Table(Func<int, string> odd) => "a,b\n" + string.Concat(Enumerable.Range(0, 60).Select(i =>
            $"{(i % 7 == 0 ? odd(i / 7) : $"{i % 5}")},{"xy"[i % 2]}\n"));
        string[] infinite = ["inf", "Infinity", "-Infinity", "∞", "1e39", "-inf"];
        var data = _place.Write("t.csv", Table(i => infinite[i % infinite.Length]));
        var said = _place.Train("classification", data, "b", "--json").Ends(0);
        var findings = said.Events("finding").Select(one => one.ToJsonString()).ToArray();
        Assert.IsTrue(findings.Any(one => one.Contains("9 of 60 cells are infinite")), string.Join('\n', findings));
        _place.Write("t.csv", Table(_ => ""));
        var empty = _place.Train("classification", data, "b", "--json", "--force").Ends(0);
        Assert.AreEqual(
            said.Events("evaluation")[0]["judgement"]!["values"]!.ToJsonString(),
            empty.Events("evaluation")[0]["judgement"]!["values"]!.ToJsonString());
    }

    [TestMethod]
    public void InfiniteLabel_IsAnError()
    {
        var text = "a,b\n" + string.Concat(Enumerable.Range(0, 60).Select(i =>
            $"{i * i % 13},{(i == 7 ? "inf" : $"{i}.5")}\n"));
        _place.Train("regression", _place.Write("t.csv", text), "b").Ends(3).Says("line 9", "'inf' cannot be learned");
    }

    [TestMethod]
    public void ShortDates_AreLearnedFrom()
    {
        var text = "when,b\n" + string.Concat(Enumerable.Range(0, 60).Select(i =>
            $"{1 + (i % 12)}/{1 + (i % 28)}/2024 {i % 24}:05,{"xy"[i % 2]}\n"));
        _place.Train("classification", _place.Write("t.csv", text), "b").Ends(0);
        Assert.AreEqual("M/d/yyyy H:mm", RecipeFile.Read(_place.In("out/t.larq.json")).Columns[0].Format);
    }

    // Training on a column of one value would end with an error.
    [TestMethod]
    [DataRow("a,b,c\n1,x,7\n2,y,7\n3,x,7\n", "column b, the last that has two values,", "--label-col b")]
    [DataRow("a,b,c\n1,x,7\n2,y,8\n3,x,7\n", "if the last column", "--label-col c")]
    [DataRow("a,b,c\n1,x,\n2,y,\n3,x,\n", "column b, the last that has two values,", "--label-col b")]
    [DataRow("a,b\n1,x\n1,x\n", "no column has two values", "")]
    public void Inspect_Advises_AColumnThatCanBeLearned(string text, string which, string label)
    {
        var said = _place.Larq("inspect", _place.Write("t.csv", text)).Ends(0).Says(which, label);
        Assert.AreEqual(label.Length > 0, said.All.Contains("--label-col"), said.All);
    }

    [TestMethod]
    public void MissingNumber_IsReadAsMissing()
    {
        var text = "a,b\n" + string.Concat(Enumerable.Range(0, 60).Select(i =>
            $"{(i % 7 == 0 ? -999 : i % 5)},{"xy"[i % 2]}\n"));
        var said = _place.Train("classification", _place.Write("t.csv", text), "b", "--missing", "-999", "--json")
            .Ends(0);
        Assert.AreEqual(9, (int)said.Events("data")[0]["facts"]!["columns"]![0]!["missing"]!);
    }
}
