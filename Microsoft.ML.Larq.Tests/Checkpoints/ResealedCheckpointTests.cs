using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Tests.Fuzz;

namespace Microsoft.ML.Larq.Tests.Checkpoints;

/// <summary>A checkpoint whose seal is true says nothing of whether what it holds belongs together.</summary>
[TestClass]
public class ResealedCheckpointTests
{
    private readonly Dictionary<string, SafetensorsTensor> _tensors = SealedCheckpoint.Whole.Tensors.ToDictionary();
    private readonly Dictionary<string, string> _notes = SealedCheckpoint.Whole.Metadata.ToDictionary();

    [TestMethod]
    public void Fit_FromTheSameSealedAgain_GoesOn() => Assert.AreEqual(4, Resume().History.Epochs);

    [TestMethod]
    [DataRow("weights/", "hidden/kernel")]
    [DataRow("callbacks/0/best/", "hidden/kernel")]
    [DataRow("slots/momentum/", "hidden/kernel")]
    public void Fit_WithoutAWeight_NamesIt(string part, string name)
    {
        Assert.IsTrue(_tensors.Remove(part + name));
        Assert.Contains(name, Refused());
    }

    [TestMethod]
    [DataRow("weights/hidden/kernel")]
    [DataRow("callbacks/0/best/hidden/kernel")]
    public void Fit_WithAWeightOfAnotherShape_NamesBothShapes(string name)
    {
        _tensors[name] = new SafetensorsTensor("F32", [48], _tensors[name].Data);
        Assert.Contains("'hidden/kernel' must have shape (6, 8), got (48,)", Refused());
    }

    [TestMethod]
    public void Fit_WithAWeightOfAnEndlessShape_IsRefused()
    {
        _tensors["weights/hidden/kernel"] = new SafetensorsTensor("F32", [5000000000, 0], ReadOnlyMemory<byte>.Empty);
        Assert.Contains("cannot be read", Refused());
    }

    // Torch ends the process where it is given such bytes.
    [TestMethod]
    [DataRow(0, DisplayName = "none")]
    [DataRow(16, DisplayName = "of another device")]
    [DataRow(5055, DisplayName = "one less")]
    public void Fit_WithAGeneratorOfAnotherLength_SaysTheLength(int length)
    {
        Put("generators/dropped", new byte[length]);
        Assert.Contains($"5056 bytes, got {length}", Refused());
    }

    [TestMethod]
    [DataRow(8, 0)]
    [DataRow(8, 625)]
    [DataRow(8, -1)]
    [DataRow(12, 0)]
    [DataRow(16, 625)]
    [DataRow(20, 1)]
    public void Fit_WithAGeneratorThatStandsNowhere_SaysWhere(int place, int value)
    {
        var state = _tensors["generators/dropped"].Data.ToArray();
        BitConverter.TryWriteBytes(state.AsSpan(place), value);
        Put("generators/dropped", state);
        Assert.Contains("words", Refused());
    }

    [TestMethod]
    public void Fit_WithAGeneratorOfAnotherLayer_NamesIt()
    {
        _tensors.Add("generators/last", _tensors["generators/dropped"]);
        Assert.Contains("'last', which is no Dropout layer", Refused());
    }

    [TestMethod]
    [DataRow("\"Epoch\":2", "\"Epoch\":2147483647", "epoch 2147483647")]
    [DataRow("\"Epoch\":2", "\"Epoch\":1", "epoch 1")]
    [DataRow("\"Epoch\":2", "\"Epoch\":-1", "epoch -1")]
    [DataRow("\"Steps\":4", "\"Steps\":-4", "at least 0, got -4")]
    [DataRow("\"RateFactor\":1", "\"RateFactor\":\"NaN\"", "got NaN")]
    [DataRow("\"RateFactor\":1", "\"RateFactor\":1e30", "got 1E+30")]
    public void Fit_WithAProgressThatCannotBe_SaysWhat(string wrote, string reads, string says)
    {
        Assert.Contains(wrote, _notes["head"]);
        var at = _notes["head"].LastIndexOf(wrote + ",\"S", StringComparison.Ordinal);
        if (at < 0) at = _notes["head"].IndexOf(wrote, StringComparison.Ordinal);
        _notes["head"] = _notes["head"][..at] + reads + _notes["head"][(at + wrote.Length)..];
        Assert.Contains(says, Refused());
    }

    [TestMethod]
    [DataRow("Callbacks")]
    [DataRow("History")]
    [DataRow("Names")]
    [DataRow("Options")]
    public void Fit_WithNullInAList_NamesTheList(string list)
    {
        var head = JsonNode.Parse(_notes["head"])!;
        if (head[list] is JsonArray array) array[0] = null;
        else head[list]!["option Epochs"] = null;
        _notes["head"] = head.ToJsonString();
        Assert.Contains($"'{list}' has null", Refused());
    }

    [TestMethod]
    public void Fit_WithNullForAll_IsRefused()
    {
        _notes["head"] = "null";
        Assert.Contains("cannot be understood", Refused());
    }

    private BinarizedNetworkTransformer Resume() => SealedCheckpoint.Resume(_tensors, _notes);

    private string Refused() => Assert.ThrowsExactly<FormatException>(Resume).Message;

    private void Put(string name, byte[] bytes) => _tensors[name] = new SafetensorsTensor("U8", [bytes.Length], bytes);
}
