using System.Text;
using System.Text.RegularExpressions;
using Larq.ModelBuilder.Recipes;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Commands;

/// <summary>What users of ML.NET's tools complain of (MB and ML are its trackers), each as a test of ours.</summary>
[TestClass]
public sealed class ComplaintsTests
{
    private readonly Workplace _place = new();

    [TestCleanup]
    public void Clean() => _place.Dispose();

    [TestMethod]
    public void MB1566_MB731_MB1008_ML5129_CannotSplitTheFile_NamesLineFieldsAndText() => _place
        .Train("classification", _place.Write("t.csv", "a,b,c\n1,2,x\n3,y\n5,6,z\n"), "c").Ends(3)
        .Says("line 3: 3 fields expected, 2 found: 3,y");

    [TestMethod]
    public void MB2478_CommasInQuotes_NamesTheValueAndItsLine()
    {
        var text = "price,kind\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i}.5,{"ab"[i % 2]}\n"))
            + "\"1,234.5\",a\n";
        _place.Train("classification", _place.Write("t.csv", text), "kind", "--dry-run").Ends(0)
            .Says("line 62, column 'price': 1 of 61 cells are no numbers, the first is '1,234.5'");
    }

    [TestMethod]
    public void MB919_MB1382_WrongType_IsOverridden()
    {
        var data = _place.Write("t.csv", "code,kind\n" + string.Concat(
            Enumerable.Range(0, 60).Select(i => $"{i % 4},{"ab"[i % 2]}\n")));
        var found = _place.Train("classification", data, "kind", "--dry-run", "--json").Ends(0);
        Assert.AreEqual("number", (string)found.Events("data")[0]["columns"]![0]!["kind"]!);
        var said = _place.Train("classification", data, "kind", "--dry-run", "--json", "--column", "code:category")
            .Ends(0);
        Assert.AreEqual("category", (string)said.Events("data")[0]["columns"]![0]!["kind"]!);
        _place.Train("classification", data, "kind", "--dry-run", "--column", "code:colour").Ends(2)
            .Says("number, boolean, category, text");
    }

    [TestMethod]
    public void MB149_MB107_MB1913_DecimalComma_IsSeenAndTheOwnSampleReadAgain()
    {
        var text = new StringBuilder("größe;art\n");
        for (var i = 0; i < 80; i++)
            text.Append($"{(i % 2 == 0 ? 3 : 8) + (i % 5)},{i % 10};{(i % 2 == 0 ? "a" : "b")}\n");
        var data = _place.Write("de.csv", text.ToString());
        var trained = _place.Train("classification", data, "art", "--json").Ends(0);
        var column = trained.Events("data")[0]["columns"]![0]!;
        Assert.AreEqual("number", (string)column["kind"]!);
        StringAssert.Contains((string)trained.Events("data")[0]["facts"]!["decimalReason"]!, "comma");
        var sample = (string)column["example"]!;
        Assert.AreEqual("3,0", sample);
        var form = _place.Larq("predict", _place.In("out/de.zip"), "--set", $"größe={sample}", "--json").Ends(0);
        var point = _place.Larq("predict", _place.In("out/de.zip"), "--set", "größe=3.0", "--json").Ends(0);
        var file = _place.Larq("predict", _place.In("out/de.zip"), data, "--json").Ends(0);
        var score = form.Events("prediction")[0]["prediction"]!["scores"]!.ToJsonString();
        Assert.AreEqual(score, point.Events("prediction")[0]["prediction"]!["scores"]!.ToJsonString());
        Assert.AreEqual(score, file.Events("prediction")[0]["prediction"]!["scores"]!.ToJsonString());
        Assert.IsEmpty(file.Events("finding"));

        // What the file means otherwise than the model is missing to it, and said.
        var odd = _place.Write("odd.csv", "größe\n3.5\nabc\nabc\n3,5\n?\n\"\"\n7\n");
        var told = _place.Larq("predict", _place.In("out/de.zip"), odd, "--json").Ends(0);
        Assert.HasCount(7, told.Events("prediction"));
        Assert.AreEqual(
            "'abc' is no number with ',' as its decimal mark, nor are 2 cells more: taken as missing",
            (string)told.Events("finding").Single()["finding"]!["message"]!);
    }

    [TestMethod]
    public void MB2485_MB2254_IgnoredColumns_AreIgnoredAndOnlyTheseCanBeUsed()
    {
        var data = _place.Animals();
        string[] Features(params string[] more)
        {
            var columns = _place.Train("classification", data, "kind", ["--dry-run", "--json", .. more]).Ends(0)
                .Events("data")[0]["columns"]!.AsArray();
            return [.. columns.Where(column => (string)column!["purpose"]! == "feature")
                .Select(column => (string)column!["name"]!)];
        }

        CollectionAssert.AreEqual((string[])["size", "colour", "born"], Features());
        CollectionAssert.AreEqual((string[])["colour"], Features("--ignore-cols", "size,born"));
        CollectionAssert.AreEqual((string[])["colour"], Features("--ignore-cols", "size", "born"));
        CollectionAssert.AreEqual((string[])["size"], Features("--use", "size"));
        _place.Train("classification", data, "kind", "--dry-run", "--use", "size")
            .Says("predicted from 1 columns: size");
        _place.Train("classification", data, "kind", "--dry-run", "--ignore-cols", "weight").Ends(2).Says("weight");
    }

    [TestMethod]
    public void ML6196_LabelOfOneClass_IsRefusedBeforeTraining()
    {
        var said = _place.Train("classification", _place.Write("t.csv", "a,b\n1,x\n2,x\n3,x\n"), "b", "--json").Ends(3);
        StringAssert.Contains((string)said.Events("end")[0]["message"]!, "is 'x' in all 3 rows");
        Assert.IsEmpty(said.Events("training"));
    }

    [TestMethod]
    public void MB2469_MB2615_MB2791_TheDeadline_IsKept()
    {
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var said = _place.Larq(
            "classification", "--dataset", _place.Animals(3000), "--label-col", "kind", "--output", _place.In("out"),
            "--epochs", "1000000", "--train-time", "2", "--no-code", "--no-compare", "--json").Ends(0);
        Assert.IsLessThan(60, clock.Elapsed.TotalSeconds);
        said.Says("The time is over; the best model so far is kept");
        Assert.IsTrue(File.Exists(_place.In("out/animals.zip")));
    }

    [TestMethod]
    public void MB596_MB765_TimeOver_TheModelIsThereAndScores()
    {
        var data = _place.Animals(3000);
        _place.Larq(
            "classification", "--dataset", data, "--label-col", "kind", "--output", _place.In("out"), "--epochs",
            "1000000", "--train-time", "2", "--no-code", "--no-compare").Ends(0);
        _place.Larq("evaluate", _place.In("out/animals.zip"), data, "--min-metric", "0.9").Ends(0);
    }

    [TestMethod]
    public void MB1736_WrongType_EndsTheRunInWords() => _place
        .Train("regression", _place.Animals(), "colour").Ends(3)
        .Says("line 2, column 'colour': 'brown' is no number", "larq classification");

    [TestMethod]
    public void MB990_MB2428_Device_IsOnTheScreenAndNeverFallenBackFrom()
    {
        var data = _place.Animals();
        _place.Train("classification", data, "kind").Ends(0).Says("processor", "rows/s");
        if (TorchSharp.torch.cuda.is_available()) return;
        _place.Train("classification", data, "kind", "--force", "--device", "cuda").Ends(1)
            .Says("CUDA is not available");
    }

    [TestMethod]
    public void MB328_BrokenImages_AreListed()
    {
        Drawings.Folder(_place.In("shapes"), 8);
        _place.Write("shapes/disc/broken.png", "no image");
        _place.Write("shapes/disc/notes.txt", "notes");
        File.WriteAllBytes(
            _place.In("shapes/cross/half.png"), File.ReadAllBytes(_place.In("shapes/cross/0.png"))[..60]);
        _place.Larq("inspect", _place.In("shapes")).Ends(0).Says(
            "'disc/broken.png' is no image", "'cross/half.png' breaks off",
            "'disc/notes.txt' is not called like an image",
            "cross (8)", "disc (8)");
    }

    [TestMethod]
    public void MB2103_MB2104_MB2256_OneFolderOrOneImage_IsRefusedByName()
    {
        Directory.CreateDirectory(_place.In("empty"));
        _place.Train("image-classification", _place.In("empty"), null).Ends(3).Says("no folder in it");
        Drawings.Folder(_place.In("shapes"), 1);
        _place.Train("image-classification", _place.In("shapes"), null).Ends(3)
            .Says("'cross' has 1", "two images at least");
        Directory.Delete(_place.In("shapes/cross"), recursive: true);
        _place.Train("image-classification", _place.In("shapes"), null).Ends(3).Says("one folder, 'disc'");
    }

    [TestMethod]
    public void MB2778_MB1415_MB2612_AllMetrics_AndTheConfusion()
    {
        var said = _place.Train("classification", _place.Animals(), "kind", "--json").Ends(0);
        var judgement = said.Events("evaluation")[0]["judgement"]!;
        foreach (var name in (string[])["Accuracy", "BalancedAccuracy", "LogLoss", "AreaUnderRocCurve"])
            Assert.IsNotNull(judgement["values"]![name], name);
        var counts = judgement["confusion"]!["counts"]!.AsArray().Sum(row => row!.AsArray().Sum(cell => (long)cell!));
        Assert.AreEqual((long)judgement["rows"]!, counts);
        CollectionAssert.AreEquivalent(
            (string[])["size", "colour", "born"],
            said.Events("importance")[0]["columns"]!.AsArray().Select(column => (string)column!["column"]!).ToArray());
    }

    [TestMethod]
    public void MB1996_ML6796_UnbalancedClasses_HaveABaselineAndBalancedAccuracy()
    {
        var text = "a,b\n" + string.Concat(
            Enumerable.Range(0, 300).Select(i => $"{i % 11},{(i % 20 == 0 ? "bad" : "good")}\n"));
        var said = _place.Train("classification", _place.Write("t.csv", text), "b", "--json").Ends(0);
        StringAssert.Contains(
            (string)said.Events("finding")[0]["finding"]!["message"]!, "95 % of the rows are of class 'good'");
        var baseline = said.Events("trainer")[0]["score"]!;
        Assert.AreEqual("always 'good'", (string)baseline["trainer"]!);
        Assert.AreEqual(0.5, (double)baseline["judgement"]!["values"]!["BalancedAccuracy"]!);
        Assert.IsGreaterThan(0.9, (double)baseline["judgement"]!["values"]!["Accuracy"]!);
    }

    [TestMethod]
    public void ML7140_LossCurve_IsLiveWithValidation()
    {
        var epochs = _place.Train("classification", _place.Animals(600), "kind", "--json").Ends(0).Events("progress")
            .Where(epoch => (bool)epoch["epochCompleted"]!).ToArray();
        Assert.HasCount(2, epochs);
        foreach (var epoch in epochs)
        {
            Assert.IsNotNull(epoch["values"]!["Loss"]);
            Assert.IsNotNull(epoch["values"]!["Validation Loss"]);
            Assert.IsGreaterThan(0, (double)epoch["rowsPerSecond"]!);
        }
    }

    [TestMethod]
    public void ML4130_Predict_TakesAFileOrOneRow()
    {
        var data = _place.Animals(400);
        _place.Train("classification", data, "kind", "--epochs", "20").Ends(0);
        var unlabelled = _place.Write("new.csv", "born,colour,size\n2012-03-11,grey,4.1\n2012-03-11,brown,9.7\n");
        var said = _place.Larq("predict", _place.In("out/animals.zip"), unlabelled, "--json").Ends(0);
        CollectionAssert.AreEqual(
            (string[])["cat", "dog"],
            said.Events("prediction").Select(row => (string)row["prediction"]!["said"]!).ToArray());
        _place.Larq(
            "predict", _place.In("out/animals.zip"), "--set", "colour=grey", "--set", "size=4.1", "--set",
            "born=2012-03-11").Ends(0).Says("1: cat");
    }

    [TestMethod]
    public void MB3091_MB2094_ML7545_NoInterfaceOffWindows_ThereIsHelpForEachCommand()
    {
        var help = _place.Larq("--help").Ends(0).Out;
        foreach (var verb in (string[])["classification", "regression", "image-classification", "train", "inspect",
            "evaluate", "predict", "report"])
        {
            Assert.Contains(verb, help);
            Assert.IsGreaterThan(5, _place.Larq(verb, "--help").Ends(0).Out.Split('\n').Length, verb);
        }
    }

    [TestMethod]
    public void ML6094_Train_MakesTheSameModelAgain()
    {
        var first = _place.Train("classification", _place.Animals(), "kind", "--json").Ends(0);
        var again = _place.Larq("train", _place.In("out/animals.larq.json"), "--no-code", "--no-compare", "--json")
            .Ends(0);
        Assert.AreEqual(
            first.Events("evaluation")[0]["judgement"]!.ToJsonString(),
            again.Events("evaluation")[0]["judgement"]!.ToJsonString());
        Assert.HasCount(2, RecipeFile.Read(_place.In("out/animals.larq.json")).Runs);
    }

    [TestMethod]
    public void MB24_TooVerbose_QuietSaysTheResultAlone()
    {
        var said = _place.Train("classification", _place.Animals(), "kind", "-v", "q").Ends(0);
        Assert.DoesNotContain("epoch 1/", said.Out);
        Assert.IsTrue(Regex.IsMatch(said.Out, "Done: Accuracy 0\\.[0-9]{4}|Done: Accuracy 1"), said.Out);
    }
}
