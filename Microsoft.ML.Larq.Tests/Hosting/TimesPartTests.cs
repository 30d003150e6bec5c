using System.Text;
using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Hosting;

namespace Microsoft.ML.Larq.Tests.Hosting;

/// <summary>The part of a saved model that says when it was trained: nothing in it is believed.</summary>
[TestClass]
public class TimesPartTests
{
    private static readonly Lazy<ModelPayload> Trained = new(() =>
        Trainers.Fit(new MLContext(seed: 1), Trainers.Options(epochs: 2)).ToPayload());

    [TestMethod]
    public void Load_Missing_NamesIt()
    {
        using var file = new SavedModel(Trained.Value);
        file.Change(ModelArchive.TimesPart, _ => null);
        StringAssert.Contains(file.Refusal().Message, "'Times.json' is a part of the model, got no such part");
    }

    [TestMethod]
    public void Load_Altered_SaysBothHashes()
    {
        using var file = new SavedModel(Trained.Value);
        file.Change(ModelArchive.TimesPart, bytes =>
        {
            var at = bytes.AsSpan().IndexOf("\"started\":"u8) + 12;
            bytes[at] = bytes[at] == '1' ? (byte)'2' : (byte)'1';
            return bytes;
        });
        var said = file.Refusal().Message;
        StringAssert.Contains(said, "The model's Times.json cannot be read: It was altered: its SHA-256 is");
    }

    [TestMethod]
    [DataRow("", "Times.json cannot be read")]
    [DataRow("{", "Times.json cannot be read")]
    [DataRow("[]", "It is a JSON object")]
    [DataRow("{}", "'times' is a JSON object")]
    [DataRow("{\"sha256\":1,\"times\":[]}", "'times' is a JSON object")]
    public void Load_NoTimes_IsRefused(string text, string said) => AssertRefused(Encoding.UTF8.GetBytes(text), said);

    [TestMethod]
    [DataRow("{\"started\":0,\"seconds\":[1,2],\"ends\":[1]}", "'ends'")]
    [DataRow("{\"started\":0,\"seconds\":[1,1e300],\"ends\":[1,2]}", "'seconds'")]
    [DataRow("{\"started\":0,\"seconds\":[1],\"ends\":[1]}", "'seconds' are of 2 epochs, got 1")]
    [DataRow("{\"started\":0,\"seconds\":[1,-1],\"ends\":[1,2]}", "'seconds'")]
    [DataRow("{\"started\":\"x\",\"seconds\":[1,2],\"ends\":[1,2]}", "A time is milliseconds")]
    public void Load_TimesThatCannotBe_AreRefused(string times, string said) =>
        AssertRefused(TimesFile.Write((JsonObject)JsonNode.Parse(times)!), said);

    [TestMethod]
    public void Load_TooLarge_IsRefusedUnread()
    {
        using var file = new SavedModel(Trained.Value);
        file.Change(ModelArchive.TimesPart, _ => new byte[(1 << 24) + 1]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        StringAssert.Contains(
            file.Refusal().Message, "'Times.json' has at most 16777216 bytes, got an entry of 16777217");
        Assert.IsLessThan(16 << 20, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    // A model that nobody trained has none, and needs none.
    [TestMethod]
    public void Save_Untrained_HasNoSuchPart()
    {
        Assert.IsNull(SampleTransformer.Payload().Times);
        using var file = new SavedModel(SampleTransformer.Payload());
        Assert.IsNull(file.Load().Times);
    }

    private static void AssertRefused(byte[] part, string said)
    {
        using var file = new SavedModel(Trained.Value);
        file.Change(ModelArchive.TimesPart, _ => part);
        StringAssert.Contains(file.Refusal().Message, said);
    }
}
