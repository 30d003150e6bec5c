namespace Microsoft.ML.Larq.Tests.ModelBuilder.Commands;

/// <summary>0 done, 1 failed, 2 usage, 3 data refused, 4 below the minimum, 130 stopped.</summary>
[TestClass]
public sealed class ExitCodeTests
{
    private readonly Workplace _place = new();

    [TestCleanup]
    public void Clean() => _place.Dispose();

    [TestMethod]
    public void Larq_Done_Is0() => _place.Train("classification", _place.Animals(), "kind").Ends(0);

    [TestMethod]
    public void Larq_FileThatCannotBeWritten_Is1()
    {
        _place.Write("out", "a file where the folder is to be");
        _place.Train("classification", _place.Animals(), "kind").Ends(1);
    }

    [TestMethod]
    [DataRow("classify")]
    [DataRow("")]
    [DataRow("classification")]
    [DataRow("classification --dataset D --label-col kind --epochs 0")]
    [DataRow("classification --dataset D --label-col kind --epochs two")]
    [DataRow("classification --dataset D --label-col kind --train-time -1")]
    [DataRow("classification --dataset D --label-col kind --split-ratio 1")]
    [DataRow("classification --dataset D --label-col kind --preset fast")]
    [DataRow("classification --dataset D --label-col kind --seed -1")]
    [DataRow("classification --dataset D --label-col kind --cv-fold 1")]
    [DataRow("classification --dataset D --label-col kind --separator ab")]
    [DataRow("classification --dataset D --label-col kind --decimal ;")]
    [DataRow("classification --dataset D --label-col kind --has-header perhaps")]
    [DataRow("classification --dataset D --label-col kind --column size")]
    [DataRow("classification --dataset D --label-col kind --column born:date=dd")]
    [DataRow("classification --dataset D --label-col kind --name a/b")]
    [DataRow("classification --dataset D --label-col kind --device tpu")]
    [DataRow("classification --dataset D --label-col kind --test-dataset nowhere")]
    [DataRow("classification --dataset D --label-col kind --min-metric high")]
    [DataRow("classification --dataset D --label-col kind -v loud")]
    [DataRow("classification --dataset D --label-col kind --unknown")]
    [DataRow("classification --dataset D --label-col 4")]
    [DataRow("classification --dataset D --label-col type")]
    [DataRow("classification --dataset D")]
    [DataRow("predict nowhere.zip D")]
    [DataRow("predict nowhere.zip")]
    [DataRow("evaluate nowhere.zip D")]
    [DataRow("report nowhere.zip")]
    [DataRow("train nowhere.larq.json")]
    public void Larq_WhatCannotBeAskedFor_Is2AndSaysWhy(string line)
    {
        var data = _place.Animals();
        var args = line.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word == "D" ? data : word);
        var said = _place.Larq([.. args]).Ends(2);
        Assert.AreNotEqual("", said.All.Trim());
        Assert.DoesNotContain("Exception", said.All);
        Assert.DoesNotContain("   at ", said.All);
    }

    [TestMethod]
    [DataRow("", "is empty")]
    [DataRow("a,b\n", "has no row")]
    [DataRow("a,b\n1,2\n3\n", "line 3: 2 fields expected, 1 found")]
    [DataRow("a,b\n1,x\n2,x\n", "there must be two classes")]
    [DataRow("a,b\n1,\n2,\n", "no value in any row")]
    [DataRow("b\nx\ny\nx\ny\n", "No column is left")]
    [DataRow("a,b\n1,1.5\n2,2.5\n3,3.5\n", "classes are 1000 at most")]
    [DataRow("a\0,b\n1,1.5\n", "zero bytes")]
    [DataRow("PK\u0003\u0004 excel", "Excel")]
    public void Larq_DataThatCannotBeLearned_Is3AndSaysWhy(string text, string why) =>
        _place.Train("classification", _place.Write("t.csv", text), "b").Ends(3).Says(why);

    [TestMethod]
    public void Larq_NoFileOrAFolder_Is3()
    {
        _place.Animals();
        _place.Train("classification", _place.In("animal.csv"), "kind").Ends(3).Says("There is no file", "animals.csv");
        _place.Train("classification", _place.Folder, "kind").Ends(3).Says("is a folder");
        _place.Train("image-classification", _place.In("nowhere"), null).Ends(3).Says("There is no folder");
        _place.Train("image-classification", _place.In("animals.csv"), null).Ends(3).Says("is a file");
    }

    [TestMethod]
    public void Larq_BelowTheMinimum_Is4AndTheModelIsThere()
    {
        var data = _place.Animals();
        _place.Train("classification", data, "kind", "--min-metric", "1.01").Ends(4).Says("below --min-metric 1.01");
        Assert.IsTrue(File.Exists(_place.In("out/animals.zip")));
        _place.Larq("evaluate", _place.In("out/animals.zip"), data, "--min-metric", "1.01").Ends(4);
        var measured = _place.Larq("evaluate", _place.In("out/animals.zip"), data, "--min-metric", "0.01", "--json")
            .Ends(0);
        Assert.HasCount(1, measured.Events("finding"), "These rows were learned from.");
        var others = _place.Write("others.csv", File.ReadAllText(data));
        var again = _place.Larq("evaluate", _place.In("out/animals.zip"), others, "--json").Ends(0);
        Assert.IsEmpty(again.Events("finding"));
    }

    [TestMethod]
    public void Larq_StoppedAtOnce_Is130AndLeavesNothing()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        _place.Larq(
            stop.Token, "classification", "--dataset", _place.Animals(), "--label-col", "kind", "--output",
            _place.In("out"), "--no-code").Ends(130);
        Assert.IsEmpty(Directory.GetFiles(_place.In("out")));
    }

    [TestMethod]
    public void Larq_ModelThatIsThere_IsReplacedByForceAlone()
    {
        var data = _place.Animals();
        _place.Train("classification", data, "kind").Ends(0);
        var before = File.ReadAllBytes(_place.In("out/animals.zip"));
        _place.Train("classification", data, "kind", "--seed", "9").Ends(2).Says("--force");
        CollectionAssert.AreEqual(before, File.ReadAllBytes(_place.In("out/animals.zip")));
        _place.Train("classification", data, "kind", "--seed", "9", "--force").Ends(0);
        CollectionAssert.AreNotEqual(before, File.ReadAllBytes(_place.In("out/animals.zip")));
    }

    [TestMethod]
    public void Larq_DryRun_WritesNothing()
    {
        _place.Train("classification", _place.Animals(), "kind", "--dry-run").Ends(0).Says("Nothing was trained");
        Assert.IsFalse(Directory.Exists(_place.In("out")));
    }
}
