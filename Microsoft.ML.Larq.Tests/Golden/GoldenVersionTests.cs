using System.Buffers.Binary;
using System.IO.Compression;
using System.Reflection;
using System.Text;
using Microsoft.ML.Larq.Checkpoints;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Golden;

/// <summary>Files of the first version, as a later library reads them, and files that say they are later.</summary>
[TestClass]
public class GoldenVersionTests
{
    // ML.NET's header: the version written, and the one from which on it is readable.
    private const int Written = 0x48;
    private const int Readable = 0x4C;

    private const int First = 0x00010001;

    // What a later library knows: it still reads the first version, or no longer.
    private static readonly FileVersions Later = new(First, First, First + 2, "X8");
    private static readonly FileVersions Forgetful = new(First + 1, First + 1, First + 2, "X8");
    private static readonly FileVersions Third = new(1, 3, 3);
    private static readonly FileVersions OnlyThird = new(3, 3, 3);

    private static readonly string Checkpoint =
        Path.Combine(GoldenFolder.Version1, GoldenTraining.Checkpoint, "epoch-000002.checkpoint");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("larq-versions");

    [TestCleanup]
    public void Delete() => _folder.Delete(recursive: true);

    [TestMethod]
    public void ModelArchive_OfALaterLibrary_ReadsOrNamesBothVersions()
    {
        var path = PathOf("images.zip");
        using (var file = new OpenedModel(path))
        {
            var model = BinarizedNetworkTransformer.Load(file.Network(ModelArchive.Header with { Versions = Later }));
            AssertScores(model);
        }

        using var other = new OpenedModel(path);
        AssertNames(
            () => other.Network(ModelArchive.Header with { Versions = Forgetful }),
            "Model.key: It was written in a version that is no longer read: known are format versions 0x00010002 to "
            + "0x00010003, got 0x00010001");
    }

    [TestMethod]
    public void ImageArchive_OfALaterLibrary_ReadsOrNamesBothVersions()
    {
        var path = PathOf(GoldenPixels.ModelName);
        using (var file = new OpenedModel(path))
            Assert.AreEqual(6, file.Pixels(ImageArchive.Header with { Versions = Later }).Size);
        using var other = new OpenedModel(path);
        AssertNames(
            () => other.Pixels(ImageArchive.Header with { Versions = Forgetful }),
            "known are format versions 0x00010002 to 0x00010003, got 0x00010001");
    }

    [TestMethod]
    [DataRow("images.zip")]
    [DataRow(GoldenPixels.ModelName)]
    public void Load_OfALaterVersion_ReadsWhatItSaysIsReadable(string name)
    {
        var readable = Patched(name, First + 1, First);
        if (name == "images.zip") AssertScores(GoldenScoring.Load(readable));
        else GoldenBits.AssertSame(GoldenPixels.Values(PathOf(name)), GoldenPixels.Values(readable), name);
        AssertNames(
            () => GoldenScoring.Load(Patched(name, First + 2, First + 1)),
            "by a later version of this library: known are format versions 0x00010001 to 0x00010001, got 0x00010003, "
            + "readable from 0x00010002 on");
        AssertNames(
            () => GoldenScoring.Load(Patched(name, First - 1, First - 1)),
            "no longer read: known are format versions 0x00010001 to 0x00010001, got 0x00010000");
    }

    [TestMethod]
    public void ModelHead_OfALaterLibrary_ReadsOrNamesBothVersions()
    {
        using var zip = ZipFile.OpenRead(PathOf("multiclass.zip"));
        using var stream = zip.Entries.Single(entry => entry.Name == ModelArchive.NetworkPart).Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        var head = ModelHead.Read(bytes.ToArray(), Third);
        Assert.AreEqual(GoldenScoring.Load(PathOf("multiclass.zip")).Network, head.Definition);
        AssertNames(
            () => ModelHead.Read(bytes.ToArray(), OnlyThird),
            "no longer read: known are format versions 3 to 3, got 1");
    }

    [TestMethod]
    public void CheckpointFile_OfALaterLibrary_ReadsOrNamesBothVersions()
    {
        var bytes = File.ReadAllBytes(Checkpoint);
        Assert.AreEqual(
            File.ReadAllText(PathOf(GoldenCheckpoint.StateName)),
            GoldenText.AsVersion1(GoldenCheckpoint.Describe(CheckpointFile.Read(bytes, Third))));
        AssertNames(
            () => CheckpointFile.Read(bytes, OnlyThird), "no longer read: known are format versions 3 to 3, got 1");
    }

    [TestMethod]
    [DataRow("3", "by a later version of this library: known are format versions 1 to 2, got 3")]
    [DataRow("0", "no longer read: known are format versions 1 to 2, got 0")]
    [DataRow("x", "Its version is a whole number, got 'x'")]
    public void Fit_FromACheckpointOfAnotherVersion_IsRefusedByIt(string version, string message)
    {
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(Checkpoint));
        const string Note = "\"larq-checkpoint\":\"1\"";
        StringAssert.Contains(text, Note);
        var patched = Path.Combine(_folder.FullName, Path.GetFileName(Checkpoint));
        File.WriteAllBytes(patched, Encoding.Latin1.GetBytes(text.Replace(
            Note, $"\"larq-checkpoint\":\"{version}\"", StringComparison.Ordinal)));
        var error = AssertNames(() => GoldenTraining.Fit(options => options.ResumeFrom = _folder.FullName), message);
        StringAssert.Contains(error.Message, patched);
    }

    // A later library has an option more: the checkpoint's training ran with what is now its default.
    [TestMethod]
    public void Fit_FromACheckpointBeforeAnOption_TakesTheDefault()
    {
        var whole = CheckpointFile.Read(File.ReadAllBytes(Checkpoint));
        var options = whole.Options.ToDictionary();
        Assert.IsTrue(options.Remove("option ClipLatentWeights"));
        File.WriteAllBytes(
            Path.Combine(_folder.FullName, Path.GetFileName(Checkpoint)),
            CheckpointFile.ToBytes(whole with { Options = options }));
        var resumed = GoldenTraining.Fit(one => one.ResumeFrom = _folder.FullName);
        Assert.AreEqual(
            File.ReadAllText(PathOf(GoldenCheckpoint.WeightsName)), GoldenCheckpoint.Weights(resumed.Weights));
        var error = Assert.ThrowsExactly<ArgumentException>(() => GoldenTraining.Fit(one =>
        {
            one.ResumeFrom = _folder.FullName;
            one.ClipLatentWeights = false;
        }));
        StringAssert.Contains(error.Message, "differs in option ClipLatentWeights: True there, False here");
    }

    private static string PathOf(string name) => Path.Combine(GoldenFolder.Version1, name);

    private static void AssertScores(BinarizedNetworkTransformer model)
    {
        var rows = GoldenRow.Read(PathOf("images.rows"));
        var scored = GoldenScoring.Score(model, [.. rows.Select(row => row.Features)]);
        for (var i = 0; i < rows.Length; i++)
        {
            if (rows[i].Outputs is { } outputs) GoldenBits.AssertSame(outputs, scored[i].Outputs, $"row {i}");
        }
    }

    // ML.NET loads by reflection and wraps what a loader throws.
    private static Exception AssertNames(Action act, string message)
    {
        var error = Assert.Throws<Exception>(act);
        while (error is TargetInvocationException { InnerException: { } inner }) error = inner;
        Assert.IsExactInstanceOfType<FormatException>(error);
        StringAssert.Contains(error.Message, message);
        return error;
    }

    private string Patched(string name, int written, int readable)
    {
        var path = Path.Combine(_folder.FullName, $"{written:X}-{readable:X}-{name}");
        File.Copy(PathOf(name), path);
        using var zip = ZipFile.Open(path, ZipArchiveMode.Update);
        var entry = zip.Entries.Single(one => one.FullName == "TransformerChain/Model.key");
        using var stream = entry.Open();
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(Written), written);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(Readable), readable);
        stream.Position = 0;
        stream.Write(bytes);
        return path;
    }
}
