using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Tests.Golden;

namespace Microsoft.ML.Larq.Tests.Packed.Usage;

/// <summary>Whatever a packed file is, it gives its network or a <see cref="FormatException"/>.</summary>
[TestClass]
public class HostilePackedFileTests
{
    private static readonly NetworkDefinition Network = NetworkDefinition.Build(new TensorShape(5), x => x
        .QuantDense(9, "ste_sign", "ste_sign", useBias: false).BatchNormalization().Dense(3));

    private static readonly NetworkWeights Weights = NetworkWeights.Initialize(Network, 1);

    private static readonly PackedUse Use = new(LearningTask.MulticlassClassification, ["a", "b", "c"]);

    [TestMethod]
    [Timeout(120_000)]
    public void Load_CutAtEveryByte_IsRefused()
    {
        var file = Good();
        for (var length = 0; length < file.Length; length++) Refused(file[..length], $"{length} bytes");
    }

    [TestMethod]
    [Timeout(120_000)]
    public void Load_WithAnyByteFlipped_IsRefusedOrTheSame()
    {
        var file = Good();
        var refused = 0;
        for (var i = 0; i < file.Length; i++)
        {
            foreach (var flip in new byte[] { 1, 0x80, 0xFF })
            {
                var damaged = file.ToArray();
                damaged[i] ^= flip;
                var before = GC.GetAllocatedBytesForCurrentThread();
                try
                {
                    Same(Load(damaged), $"byte {i}");
                }
                catch (FormatException)
                {
                    refused++;
                }

                Assert.IsLessThan(4 << 20, GC.GetAllocatedBytesForCurrentThread() - before, $"byte {i}");
            }
        }

        // What says when and by whom a zip entry was made, twice for each of the two, is nobody's business.
        Assert.IsGreaterThan(3 * (file.Length - 150), refused);
    }

    [TestMethod]
    public void Load_OfALaterVersion_SaysSo()
    {
        var refused = Refused(Zip(
            (ModelFile.NetworkName, Resealed(text => text.Replace("\"version\":2", "\"version\":3"))),
            (ModelFile.WeightsName, Parts().Weights)), "version 3");
        StringAssert.Contains(refused.Message, "later version");
        StringAssert.Contains(refused.Message, "got 3");
    }

    [TestMethod]
    [DataRow("extra file", "'Extra.txt'")]
    [DataRow("second network", "several")]
    [DataRow("second weights", "several")]
    [DataRow("network only", "no network")]
    [DataRow("weights only", "no network")]
    [DataRow("nothing", "no network")]
    [DataRow("in a folder without Model.key", "Model.key")]
    [DataRow("with another's Model.key", "signature")]
    [DataRow("with a later Model.key", "later version")]
    [DataRow("with a short Model.key", "256")]
    [DataRow("other weights", "SHA-256")]
    [DataRow("longer weights", "bytes")]
    public void Load_OfOtherParts_SaysWhichAndWhy(string what, string why)
    {
        var (network, weights) = Parts();
        var (head, body) = ((ModelFile.NetworkName, network), (ModelFile.WeightsName, weights));
        var file = what switch
        {
            "extra file" => Zip(head, body, ("Extra.txt", [1])),
            "second network" => Zip(head, body, head),
            "second weights" => Zip(head, body, body),
            "network only" => Zip(head),
            "weights only" => Zip(body),
            "nothing" => Zip(),
            "in a folder without Model.key" => Zip(
                ("A/" + head.NetworkName, network), ("A/" + body.WeightsName, weights)),
            "with another's Model.key" => InFolder(network, weights, Key("LARQIMG\0", 0x00010001)),
            "with a later Model.key" => InFolder(network, weights, Key("LARQBNN\0", 0x00010002)),
            "with a short Model.key" => InFolder(network, weights, Key("LARQBNN\0", 0x00010001)[..255]),
            "other weights" => Zip(head, (ModelFile.WeightsName, [.. weights[..^1], (byte)(weights[^1] ^ 1)])),
            _ => Zip(head, (ModelFile.WeightsName, [.. weights, 0])),
        };
        StringAssert.Contains(Refused(file, what).Message, why);
    }

    [TestMethod]
    public void Load_FromAModelsFolder_IsTheSame()
    {
        var (network, weights) = Parts();
        Same(Load(InFolder(network, weights, Key("LARQBNN\0", 0x00010001))), "with ML.NET's header");
    }

    [TestMethod]
    [DataRow("task", "\"Dance\"")]
    [DataRow("task", "3")]
    [DataRow("task", "\"Regression\"")]
    [DataRow("task", null)]
    [DataRow("order", "\"1\"")]
    [DataRow("mean", "1e999")]
    [DataRow("mean", "\"0\"")]
    [DataRow("deviation", "-1")]
    [DataRow("calibration", "{}")]
    [DataRow("calibration", "1")]
    [DataRow("calibration", "{\"temperature\":-1}")]
    [DataRow("calibration", "{\"temperature\":1e39}")]
    [DataRow("classes", "[1, 2, 3]")]
    [DataRow("classes", "{\"values\":[\"a\", \"b\"]}")]
    [DataRow("classes", "{\"values\":[\"a\", \"b\", null]}")]
    [DataRow("classes", "{\"values\":[\"a\", \"b\", {}]}")]
    [DataRow("channels", "{\"means\":[1],\"deviations\":[1]}")]
    [DataRow("channels", "{\"means\":[1, null],\"deviations\":[1, 1]}")]
    [DataRow("channels", "{\"means\":[1]}")]
    public void Load_OfAWrongFact_IsRefused(string name, string? value) => Refused(
        Zip(
            (ModelFile.NetworkName, new ModelHead(Network, Digest.Of(Parts().Weights), Facts(name, value)).ToBytes()),
            (ModelFile.WeightsName, Parts().Weights)),
        $"{name} {value}");

    [TestMethod]
    public void Load_OfAPromiseOfMuch_TakesNoMemory()
    {
        var (network, weights) = Parts();
        foreach (var name in new[] { ModelFile.NetworkName, ModelFile.WeightsName })
        {
            var file = name == ModelFile.NetworkName
                ? Zip((name, new byte[1 << 25]), (ModelFile.WeightsName, weights))
                : Zip((ModelFile.NetworkName, network), (name, new byte[1 << 28]));
            var before = GC.GetAllocatedBytesForCurrentThread();
            Refused(file, name);
            Assert.IsLessThan(4 << 20, GC.GetAllocatedBytesForCurrentThread() - before, name);
        }
    }

    [TestMethod]
    public void Load_OfMoreThanTheBudget_NamesIt()
    {
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, Good());
        var refused = Assert.ThrowsExactly<FormatException>(
            () => PackedNetwork.Load(path, new NetworkBudget(activations: 10)));
        StringAssert.Contains(refused.Message, nameof(NetworkBudget));
        StringAssert.Contains(refused.Message, path);
        Same(PackedNetwork.Load(path, NetworkBudget.Unlimited), "unlimited");
        using (new NetworkBudget(multiplyAdds: 10).Apply())
        {
            Assert.ThrowsExactly<FormatException>(() => Load(Good()));
            using (NetworkBudget.Unlimited.Apply()) Same(Load(Good()), "a stream within another budget");
        }

        File.Delete(path);
    }

    [TestMethod]
    public void Load_OfWhatIsNoFile_IsRefused()
    {
        Assert.ThrowsExactly<FormatException>(() => PackedNetwork.Load(Path.GetTempPath()));
        Assert.Throws<IOException>(() => PackedNetwork.Load(Path.Combine(Path.GetTempPath(), "there is none")));
        Refused(Encoding.UTF8.GetBytes("no zip file at all, but long enough for the record of an end"), "text");
        Refused(File.ReadAllBytes(Path.Combine(GoldenFolder.Version1, "keras.h5")), "Keras");
    }

    [TestMethod]
    public void Load_WithBytesBefore_IsRefused() => Refused([1, 2, 3, .. Good()], "three bytes before");

    private static FormatException Refused(byte[] file, string what)
    {
        var error = Assert.Throws<Exception>(() => Load(file), what);
        return Assert.IsExactInstanceOfType<FormatException>(error, $"{what}: {error}");
    }

    private static void Same(PackedNetwork loaded, string what)
    {
        Assert.AreEqual(Network, loaded.Definition, what);
        CollectionAssert.AreEqual(Use.ClassNames.ToArray(), loaded.Use.ClassNames.ToArray(), what);
        float[] row = [1, -2, 3, -4, 5];
        float[] wanted = new float[3], came = new float[3];
        PackedNetwork.Compile(Network, Weights, Use).Predict(row, wanted);
        loaded.Predict(row, came);
        GoldenBits.AssertSame(wanted, came, what);
    }

    private static PackedNetwork Load(byte[] file) => PackedNetwork.Load(new MemoryStream(file));

    private static byte[] Good()
    {
        using var stream = new MemoryStream();
        PackedNetwork.Compile(Network, Weights, Use).Save(stream);
        return stream.ToArray();
    }

    private static (byte[] Network, byte[] Weights) Parts() => new ModelFile(Network, Weights, Facts()).ToBytes();

    private static JsonObject Facts(string? name = null, string? value = null)
    {
        var facts = JsonNode.Parse("""
            {"task":"MulticlassClassification","order":"Interleaved","mean":0,"deviation":1,
             "calibration":{"temperature":1},"classes":{"type":"Text","values":["a","b","c"]}}
            """)!.AsObject();
        if (name is null) return facts;
        if (value is null) facts.Remove(name);
        else facts[name] = JsonNode.Parse(value);
        return facts;
    }

    private static byte[] Resealed(Func<string, string> change)
    {
        var head = Encoding.UTF8.GetBytes(change(Encoding.UTF8.GetString(Parts().Network)));
        Formats.Corruption.Reseal(head);
        return head;
    }

    private static byte[] InFolder(byte[] network, byte[] weights, byte[] key) => Zip(
        ("Chain\\A/Model.key", key), ("Chain/A/" + ModelFile.NetworkName, network),
        ("Chain\\A\\" + ModelFile.WeightsName, weights), ("Schema", [1, 2]));

    private static byte[] Key(string signature, uint version)
    {
        var key = new byte[300];
        Encoding.ASCII.GetBytes(signature, key.AsSpan(64));
        BitConverter.TryWriteBytes(key.AsSpan(72), version);
        BitConverter.TryWriteBytes(key.AsSpan(76), version);
        return key;
    }

    private static byte[] Zip(params (string Name, byte[] Bytes)[] entries)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in entries)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }

        return stream.ToArray();
    }
}
