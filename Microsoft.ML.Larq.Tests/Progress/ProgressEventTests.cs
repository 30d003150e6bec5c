using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Tests.Progress;

[TestClass]
public class ProgressEventTests
{
    [TestMethod]
    public void ToString_Progressed_ShowsUnitsThenMetrics()
    {
        var one = Event(ProgressEventKind.Progressed) with
        {
            Units = [new("epochs", 3, 30), new("batches", 12, null), new("rows", null, null)],
            Metrics = [new("Loss", 0.123456), new("Accuracy", null)],
        };
        Assert.AreEqual("BinaryNet 01:02.3 epochs 3/30, batches 12, rows ?, Loss 0.1235, Accuracy ?", one.ToString());
    }

    [TestMethod]
    [DataRow(ProgressEventKind.Started, "BinaryNet 01:02.3 started")]
    [DataRow(ProgressEventKind.Stopped, "BinaryNet 01:02.3 stopped")]
    public void ToString_Ends_SaysWhich(ProgressEventKind kind, string text)
        => Assert.AreEqual(text, Event(kind).ToString());

    [TestMethod]
    public void ToString_Days_ShowsThem()
        => Assert.AreEqual("BinaryNet 1.02:03:04 started",
            (Event(ProgressEventKind.Started) with { Elapsed = new TimeSpan(1, 2, 3, 4) }).ToString());

    private static ProgressEvent Event(ProgressEventKind kind) => new()
    {
        Kind = kind,
        Operation = "BinaryNet",
        OperationId = 1,
        Time = DateTimeOffset.UnixEpoch,
        Elapsed = new TimeSpan(0, 0, 1, 2, 345),
    };
}
