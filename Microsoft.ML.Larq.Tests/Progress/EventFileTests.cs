using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Progress.EventFiles;
using Microsoft.ML.Larq.Progress.Facts;
using Microsoft.ML.Larq.Tests.Progress.Facts;
using static TorchSharp.torch.utils;

namespace Microsoft.ML.Larq.Tests.Progress;

/// <summary>Held against TorchSharp's own writer and reader of event files.</summary>
[TestClass]
public class EventFileTests
{
    private const long Time = 1_700_000_000;
    private static readonly DateTimeOffset Epoch = DateTimeOffset.UnixEpoch;

    // 300 epochs: steps of one and of two bytes. The name makes an event of more than 127 bytes.
    private static readonly TrainingHistory History = Histories.Of(
        ("Loss", [.. Enumerable.Range(1, 300).Select(epoch => 1.0 / epoch)]),
        ("Validation Loss", [.. Enumerable.Range(1, 300).Select(epoch => 2.0 / epoch)]),
        ("flip_ratio/" + new string('x', 150),
            [.. Enumerable.Range(1, 300).Select(epoch => epoch == 7 ? double.NaN : epoch)]));

    [TestMethod]
    public void Write_OfAHistory_GivesTheRecordsOfTorchSharpsWriter() => Histories.InAFolder(folder =>
    {
        var writer = tensorboard.SummaryWriter(folder);
        for (var epoch = 0; epoch < History.Epochs; epoch++)
        {
            foreach (var name in new[] { History.Names[0], History.Names[2] }.Where(
                name => !double.IsNaN(History[name][epoch])))
            {
                writer.add_scalar(name, (float)History[name][epoch], epoch + 1, Time + epoch);
            }
        }

        var wanted = EventReader.Records(File.ReadAllBytes(Directory.GetFiles(folder).Single()));
        using var stream = new MemoryStream();
        var start = DateTimeOffset.FromUnixTimeSeconds(Time);
        EventFile.Write(
            stream, "train", History, start, [.. Enumerable.Range(0, 300).Select(epoch => start.AddSeconds(epoch))]);
        var records = EventReader.Records(stream.ToArray());
        Assert.HasCount(600, records);
        Assert.HasCount(wanted.Count, records);

        // The first holds the version and the time of the start, which that writer counts in other units.
        for (var i = 1; i < wanted.Count; i++) CollectionAssert.AreEqual(wanted[i], records[i], $"record {i}");
        Assert.AreEqual("brain.Event:2", EventReader.Read(records[0])[0].FileVersion);
    });

    [TestMethod]
    public void WriteTensorBoard_ToAFolder_HoldsEveryValueInItsRunAndIsReplaced() => Histories.InAFolder(folder =>
    {
        var written = Path.Combine(folder, "runs", "first");
        Histories.Of(("Loss", [9.0]), ("Validation Loss", [8.0])).WriteTensorBoard(written);
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        History.WriteTensorBoard(written);
        CollectionAssert.AreEquivalent(
            new[] { "train", "validation" },
            Directory.GetFileSystemEntries(written).Select(path => Path.GetFileName(path)).ToArray());
        foreach (var (run, names) in new[] { ("train", new[] { 0, 2 }), ("validation", [1]) })
        {
            var file = Directory.GetFiles(Path.Combine(written, run)).Single();
            StringAssert.Contains(Path.GetFileName(file), "tfevents");
            var events = EventReader.Read(File.ReadAllBytes(file));
            Assert.IsTrue(events.All(one => one.WallTime >= before && one.WallTime < before + 3600));
            var wanted = from epoch in Enumerable.Range(1, 300)
                         from name in names.Select(index => History.Names[index])
                         where !double.IsNaN(History[name][epoch - 1])
                         select (name.Replace("Validation ", ""), (long)epoch, (float)History[name][epoch - 1]);
            CollectionAssert.AreEqual(wanted.ToArray(), EventReader.Scalars(events));
        }
    });

    // Kept in the history, so that they are those of the training whenever it is written.
    [TestMethod]
    public void WriteTensorBoard_OfAHistoryWithTimes_BearsThem() => Histories.InAFolder(folder =>
    {
        var history = Histories.Of(("Loss", [2, 1]), ("Validation Loss", [3, 2]));
        history.Facts = TrainingFactsSample.Of() with { Histograms = TakenHistograms.None };
        var times = history.Facts.Times;
        double[] wanted = [.. times.Ends.Prepend(times.Started).Select(time => (time - Epoch).TotalSeconds)];
        Assert.AreNotEqual(times.Ends[0], times.Ends[1]);
        history.WriteTensorBoard(folder);
        foreach (var run in new[] { "train", "validation" })
        {
            CollectionAssert.AreEqual(
                wanted, EventReader.Single(Path.Combine(folder, run)).Select(one => one.WallTime).ToArray());
        }
    });

    // A validation set that the next training in the folder lacks must not stand beside it.
    [TestMethod]
    public void WriteTensorBoard_WithoutValidationWhereThereWas_LeavesNoOldRun() => Histories.InAFolder(folder =>
    {
        Histories.Of(("Loss", [9.0]), ("Validation Loss", [8.0])).WriteTensorBoard(folder);
        Histories.Of(("Loss", [7.0])).WriteTensorBoard(folder);
        Assert.IsEmpty(Directory.GetFiles(Path.Combine(folder, "validation")));
        CollectionAssert.AreEqual(
            new[] { ("Loss", 1L, 7f) }, EventReader.Scalars(EventReader.Single(Path.Combine(folder, "train"))));
    });

    [TestMethod]
    [DataRow("Loss", "train", "Loss")]
    [DataRow("Validation Loss", "validation", "Loss")]
    [DataRow("Validation Accuracy", "validation", "Accuracy")]
    [DataRow("Validation ", "train", "Validation ")]
    [DataRow("ValidationLoss", "train", "ValidationLoss")]
    [DataRow("validation loss", "train", "validation loss")]
    [DataRow("flip_ratio/Validation Loss", "train", "flip_ratio/Validation Loss")]
    public void Of_AName_GivesItsRunAndTag(string name, string run, string tag) =>
        Assert.AreEqual((run, tag), EventRun.Of(name));

    [TestMethod]
    public void WriteTensorBoard_WhereAFileIs_SaysSo() => Histories.InAFolder(folder =>
    {
        var file = Path.Combine(folder, "file");
        File.WriteAllText(file, "before");
        StringAssert.Contains(Assert.ThrowsExactly<IOException>(() => History.WriteTensorBoard(file)).Message, file);
        Assert.AreEqual("before", File.ReadAllText(file));
    });
}
