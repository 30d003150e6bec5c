using System.Globalization;
using System.Text.Json;
using Microsoft.ML.Larq.Files;
using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Tests.Progress;

[TestClass]
public class HistoryFilesTests
{
    private static readonly TrainingHistory History = Histories.Of(
        ("Loss", [1.25, 0.5, 1e-7]),
        ("Learning Rate", [0.01, 123400, double.PositiveInfinity]),
        ("flip_ratio/dense", [double.NaN, 0, 0.3333]),
        ("a \"name\", quoted", [-1, -2, -3]));

    [TestMethod]
    public void WriteCsv_OfAHistory_IsThisText() => Histories.InAFolder(folder =>
    {
        var path = Path.Combine(folder, "history.csv");
        History.WriteCsv(path);
        Assert.AreEqual(
            "epoch,Loss,Learning Rate,flip_ratio/dense,\"a \"\"name\"\", quoted\"\n"
            + "1,1.25,0.01,,-1\n"
            + "2,0.5,123400,0,-2\n"
            + "3,1E-07,Infinity,0.3333,-3\n",
            File.ReadAllText(path));
        CollectionAssert.AreEqual(new[] { path }, Directory.GetFileSystemEntries(folder));
    });

    // 1,25 in German: the files must not depend on where they are written.
    [TestMethod]
    public void Write_InAnotherCulture_GivesTheSameBytes() => Histories.InAFolder(folder =>
    {
        var before = CultureInfo.CurrentCulture;
        byte[] Bytes(string name, Action<string> write)
        {
            var path = Path.Combine(folder, name);
            write(path);
            return File.ReadAllBytes(path);
        }

        var here = (Bytes("a.csv", History.WriteCsv), Bytes("a.json", History.WriteJson));
        try
        {
            var german = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            german.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = german;
            Assert.AreEqual("1,25", 1.25.ToString(CultureInfo.CurrentCulture));
            CollectionAssert.AreEqual(here.Item1, Bytes("b.csv", History.WriteCsv));
            CollectionAssert.AreEqual(here.Item2, Bytes("b.json", History.WriteJson));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    });

    [TestMethod]
    public void WriteCsv_ReadBack_GivesEveryValue() => Histories.InAFolder(folder =>
    {
        var history = Histories.Of(
            ("Loss", [.. Enumerable.Range(1, 50).Select(epoch => 1.0 / (epoch * epoch))]),
            ("Accuracy", [.. Enumerable.Range(1, 50).Select(epoch => 1 - Math.Exp(-epoch))]));
        var path = Path.Combine(folder, "history.csv");
        history.WriteCsv(path);
        var rows = File.ReadAllLines(path).Select(line => line.Split(',')).ToArray();
        Assert.HasCount(51, rows);
        for (var column = 1; column < 3; column++)
        {
            var values = rows[1..].Select(row => double.Parse(row[column], CultureInfo.InvariantCulture)).ToArray();
            CollectionAssert.AreEqual(history[rows[0][column]].ToArray(), values);
        }

        CollectionAssert.AreEqual(
            Enumerable.Range(1, 50).Select(epoch => $"{epoch}").ToArray(), rows[1..].Select(row => row[0]).ToArray());
    });

    [TestMethod]
    public void WriteJson_ReadBack_GivesEveryValue() => Histories.InAFolder(folder =>
    {
        var path = Path.Combine(folder, "history.json");
        History.WriteJson(path);
        using var json = JsonDocument.Parse(File.ReadAllText(path));
        CollectionAssert.AreEqual(
            History.Names.Prepend("epoch").ToArray(),
            json.RootElement.EnumerateObject().Select(member => member.Name).ToArray());
        CollectionAssert.AreEqual(
            new[] { 1, 2, 3 },
            json.RootElement.GetProperty("epoch").EnumerateArray().Select(value => value.GetInt32()).ToArray());
        foreach (var name in History.Names)
        {
            var values = json.RootElement.GetProperty(name).EnumerateArray()
                .Select(value => value.ValueKind switch
                {
                    JsonValueKind.Null => double.NaN,
                    JsonValueKind.String => double.Parse(value.GetString()!, CultureInfo.InvariantCulture),
                    _ => value.GetDouble(),
                });
            CollectionAssert.AreEqual(History[name].ToArray(), values.ToArray(), name);
        }
    });

    [TestMethod]
    public void Write_OfATraining_HasTheMetricsOfItsLayers() => Histories.InAFolder(folder =>
    {
        var options = Trainers.Options(epochs: 2);
        options.GradientProbeInterval = 1;
        var history = Trainers.Fit(new MLContext(seed: 1), options).History;
        var (csv, json) = (Path.Combine(folder, "history.csv"), Path.Combine(folder, "history.json"));
        history.WriteCsv(csv);
        history.WriteJson(json);
        history.WriteTensorBoard(folder);
        var heading = File.ReadLines(csv).First().Split(',');
        using var document = JsonDocument.Parse(File.ReadAllText(json));
        var events = File.ReadAllText(Directory.GetFiles(Path.Combine(folder, "train"), "*tfevents*").Single());
        foreach (var metric in new[] { "flip_ratio", "gradient_flow",
            "starved", "gradient_mismatch", "gradient_ratio" })
        {
            Assert.Contains($"{metric}/quant_dense_1", heading);
            Assert.AreEqual(2, document.RootElement.GetProperty($"{metric}/quant_dense_1").GetArrayLength());
            StringAssert.Contains(events, $"{metric}/quant_dense_1");
        }
    });

    [TestMethod]
    public void Write_OfAHistoryWithoutEpochs_IsAHeading() => Histories.InAFolder(folder =>
    {
        var path = Path.Combine(folder, "history");
        new TrainingHistory().WriteCsv(path);
        Assert.AreEqual("epoch\n", File.ReadAllText(path));
        new TrainingHistory().WriteJson(path);
        Assert.AreEqual("""{"epoch":[]}""", File.ReadAllText(path));
    });

    [TestMethod]
    public void Write_ThatFails_LeavesTheOldFileAndNothingElse() => Histories.InAFolder(folder =>
    {
        var path = Path.Combine(folder, "history.csv");
        File.WriteAllText(path, "old");
        Assert.ThrowsExactly<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException();
        }));
        Assert.AreEqual("old", File.ReadAllText(path));
        CollectionAssert.AreEqual(new[] { path }, Directory.GetFileSystemEntries(folder));
        History.WriteCsv(path);
        StringAssert.StartsWith(File.ReadAllText(path), "epoch,");
    });

    [TestMethod]
    [DataRow("")]
    [DataRow(" ")]
    public void Write_WithoutAPath_Throws(string path)
    {
        Assert.ThrowsExactly<ArgumentException>(() => History.WriteCsv(path));
        Assert.ThrowsExactly<ArgumentException>(() => History.WriteJson(path));
        Assert.ThrowsExactly<ArgumentException>(() => History.WriteTensorBoard(path));
    }

    [TestMethod]
    public void WriteCsv_ToAFolderThatIsNotThere_SaysSo() => Histories.InAFolder(folder =>
        Assert.ThrowsExactly<DirectoryNotFoundException>(
            () => History.WriteCsv(Path.Combine(folder, "no", "history.csv"))));
}
