using Microsoft.ML.Larq.Progress;
using Tensorboard;
using static TorchSharp.torch.utils;

namespace Microsoft.ML.Larq.Tests.Progress;

/// <summary>Held against TorchSharp's own writer and reader of event files.</summary>
[TestClass]
public class EventFileTests
{
    private const long Time = 1_700_000_000;
    private const int RecordHead = 12;
    private const int RecordFoot = 4;

    // 300 epochs: steps of one and of two bytes. The name makes an event of more than 127 bytes.
    private static readonly TrainingHistory History = Histories.Of(
        ("Loss", [.. Enumerable.Range(1, 300).Select(epoch => 1.0 / epoch)]),
        ("flip_ratio/" + new string('x', 150),
            [.. Enumerable.Range(1, 300).Select(epoch => epoch == 7 ? double.NaN : epoch)]));

    [TestMethod]
    public void Write_OfAHistory_GivesTheRecordsOfTorchSharpsWriter() => Histories.InAFolder(folder =>
    {
        var writer = tensorboard.SummaryWriter(folder);
        for (var epoch = 0; epoch < History.Epochs; epoch++)
        {
            foreach (var name in History.Names.Where(name => !double.IsNaN(History[name][epoch])))
                writer.add_scalar(name, (float)History[name][epoch], epoch + 1, Time);
        }

        var wanted = Records(File.ReadAllBytes(Directory.GetFiles(folder).Single()));
        using var stream = new MemoryStream();
        EventFile.Write(stream, History, Time);
        var records = Records(stream.ToArray());
        Assert.HasCount(600, records);
        Assert.HasCount(wanted.Count, records);

        // The first holds the version and the time of writing, which that writer counts in other units.
        for (var i = 1; i < wanted.Count; i++) CollectionAssert.AreEqual(wanted[i], records[i], $"record {i}");
        Assert.AreEqual("brain.Event:2", Event(records[0]).FileVersion);
    });

    [TestMethod]
    public void WriteTensorBoard_ToAFolder_HoldsEveryValueAndIsReplaced() => Histories.InAFolder(folder =>
    {
        var run = Path.Combine(folder, "runs", "first");
        Histories.Of(("Loss", [9.0])).WriteTensorBoard(run);
        var before = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        History.WriteTensorBoard(run);
        var file = Directory.GetFiles(run).Single();
        StringAssert.Contains(Path.GetFileName(file), "tfevents");
        var events = Records(File.ReadAllBytes(file)).Select(Event).ToArray();
        Assert.IsTrue(events.All(one => one.WallTime >= before && one.WallTime < before + 3600));
        foreach (var name in History.Names)
        {
            var values = events[1..].Where(one => one.Summary.Value[0].Tag == name)
                .ToDictionary(one => (int)one.Step, one => one.Summary.Value[0].SimpleValue);
            for (var epoch = 1; epoch <= 300; epoch++)
            {
                var wanted = History[name][epoch - 1];
                Assert.AreEqual(!double.IsNaN(wanted), values.TryGetValue(epoch, out var value), $"{epoch}");
                if (!double.IsNaN(wanted)) Assert.AreEqual((float)wanted, value);
            }
        }
    });

    private static Event Event(byte[] record) =>
        Tensorboard.Event.Parser.ParseFrom(record, RecordHead, record.Length - RecordHead - RecordFoot);

    private static List<byte[]> Records(byte[] file)
    {
        List<byte[]> records = [];
        for (var at = 0; at < file.Length; at += records[^1].Length)
        {
            var length = RecordHead + (int)BitConverter.ToInt64(file, at) + RecordFoot;
            records.Add(file[at..(at + length)]);
        }

        return records;
    }
}
