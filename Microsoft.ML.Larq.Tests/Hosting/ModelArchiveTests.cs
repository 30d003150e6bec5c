using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using System.Reflection;
using System.Text;
using Microsoft.ML.Data;
using Microsoft.ML.Larq.Hosting;

namespace Microsoft.ML.Larq.Tests.Hosting;

[TestClass]
public class ModelArchiveTests
{
    // ML.NET's own header comes first in Model.key: 256 bytes.
    private const int Header = 256;

    private static ModelPayload Sample() => SampleTransformer.Payload();

    [TestMethod]
    public void Load_SavedInThisProcess_GivesTheSameBytes()
    {
        using var file = new SavedModel(Sample());
        var loaded = file.Load();
        CollectionAssert.AreEqual(Sample().Network, loaded.Network);
        CollectionAssert.AreEqual(Sample().Weights, loaded.Weights);
    }

    [TestMethod]
    public void Load_InAProcessThatKnowsOnlyMLNet_FindsTheLibrary()
    {
        using var file = new SavedModel(Sample());
        var copy = file.Beside("copy.zip");
        var program = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "FreshProcess").Value!;
        using var process = Process.Start(new ProcessStartInfo("dotnet", ["exec", program, file.Path, copy])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.AreEqual(0, process.ExitCode, errors.Result);
        StringAssert.Contains(output, typeof(BinarizedNetworkTransformer).FullName);
        StringAssert.Contains(output, "column: Features Vector<Single, 5>");
        StringAssert.Contains(output, "column: PredictedLabel Key<UInt32, 0-2>");
        CollectionAssert.AreEqual(Sample().Weights, file.Payload(copy).Weights);
        CollectionAssert.AreEqual(Sample().Network, file.Payload(copy).Network);
        var expected = SampleTransformer.Create().Transform(SampleTransformer.Data(file.Context))
            .GetColumn<float[]>("Score").Select(row => "score: " + string.Join(' ',
                row.Select(value => value.ToString("R", CultureInfo.InvariantCulture))));
        CollectionAssert.AreEqual(expected.ToArray(),
            output.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.StartsWith("score: ")).ToArray());
        // TorchSharp's managed assembly may be there, as our types name it; the native library must not.
        StringAssert.Contains(output, "module: ");
        Assert.DoesNotContain("libtorch", output.ToLowerInvariant());
    }

    [TestMethod]
    [DataRow(ModelArchive.NetworkPart)]
    [DataRow(ModelArchive.WeightsPart)]
    public void Load_PartAltered_NamesThePartAndBothHashes(string part)
    {
        using var file = new SavedModel(Sample());
        file.Change(part, bytes =>
        {
            // A letter of the first layer's name, which leaves the JSON valid, or the last number of the weights.
            var at = part == ModelArchive.NetworkPart ? bytes.AsSpan().IndexOf("\"name\":\""u8) + 8 : bytes.Length - 1;
            bytes[at] ^= 1;
            return bytes;
        });
        var error = file.Refusal();
        StringAssert.Contains(error.Message, part);
        StringAssert.Contains(error.Message, "It was altered");
        StringAssert.Contains(error.Message, "SHA-256");
    }

    [TestMethod]
    [DataRow(ModelArchive.NetworkPart, -1)]
    [DataRow(ModelArchive.NetworkPart, +1)]
    [DataRow(ModelArchive.WeightsPart, int.MinValue, DisplayName = "nothing left")]
    [DataRow(ModelArchive.WeightsPart, +1)]
    public void Load_PartOfAnotherLength_SaysBothLengths(string part, int difference)
    {
        using var file = new SavedModel(Sample());
        var expected = part == ModelArchive.NetworkPart ? Sample().Network.Length : Sample().Weights.Length;
        var length = Math.Max(0, expected + difference);
        file.Change(part, bytes => difference < 0 ? bytes[..length] : [.. bytes, 0]);
        var error = file.Refusal();
        StringAssert.Contains(error.Message, $"'{part}' has {expected} bytes, got an entry of {length}");
    }

    [TestMethod]
    [DataRow(ModelArchive.NetworkPart)]
    [DataRow(ModelArchive.WeightsPart)]
    public void Load_PartMissing_NamesThePart(string part)
    {
        using var file = new SavedModel(Sample());
        file.Change(part, _ => null);
        var error = file.Refusal();
        StringAssert.Contains(error.Message, $"'{part}'");
        StringAssert.Contains(error.Message, "got no such part");
    }

    [TestMethod]
    [DataRow(-1L)]
    [DataRow(ModelPart.Limit + 1)]
    [DataRow(long.MaxValue)]
    public void Load_PromiseBeyondTheLimit_IsRefusedUnallocated(long promise)
    {
        using var file = new SavedModel(Sample());
        file.Change("Model.key", key => WithInt64(key, Header, promise));
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = file.Refusal();
        Assert.IsLessThan(16 << 20, GC.GetAllocatedBytesForCurrentThread() - before);
        StringAssert.Contains(error.Message, $"got a promise of {promise}");
    }

    [TestMethod]
    public void Load_EntryThatClaimsMoreThanItsBytesCanHold_IsRefusedUnallocated()
    {
        using var file = new SavedModel(Sample());
        file.Change("Model.key", key => WithInt64(key, Header, ModelArchive.NetworkLimit));
        Patch(file.Path, ModelArchive.NetworkPart, (uint)ModelArchive.NetworkLimit);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = file.Refusal();
        Assert.IsLessThan(16 << 20, GC.GetAllocatedBytesForCurrentThread() - before);
        StringAssert.Contains(error.Message, "cannot hold them");
    }

    [TestMethod]
    [DataRow(Header)]
    [DataRow(Header + 7)]
    [DataRow(Header + 15)]
    public void Load_KeyCut_IsRefused(int length)
    {
        using var file = new SavedModel(Sample());
        file.Change("Model.key", key => key[..length]);
        // ML.NET looks at the ends of its own header first and has the word.
        Assert.IsNotEmpty(file.Refusal().Message);
    }

    [TestMethod]
    public void Load_OtherSignature_SaysBoth()
    {
        using var file = new SavedModel(Sample());
        file.Change("Model.key", key => WithInt64(key, 0x40, 0x2041424143414241));
        var error = file.Refusal();
        StringAssert.Contains(error.Message, "0x2041424143414241");
        StringAssert.Contains(error.Message, ModelArchive.LoaderSignature);
    }

    [TestMethod]
    public void Load_NewerVersion_SaysBoth()
    {
        using var file = new SavedModel(Sample());
        file.Change("Model.key", key => WithInt64(key, 0x48, 0x0001000300010003));
        var error = file.Refusal();
        StringAssert.Contains(error.Message, "0x00010001");
        StringAssert.Contains(error.Message, "0x00010003");
    }

    [TestMethod]
    public void Save_Twice_WritesTheSameParts()
    {
        using var one = new SavedModel(Sample());
        using var two = new SavedModel(Sample());
        CollectionAssert.AreEqual(Parts(one.Path), Parts(two.Path));
    }

    private static byte[] WithInt64(byte[] key, int at, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(key.AsSpan(at), value);
        return key;
    }

    private static List<string> Parts(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        return [.. zip.Entries.Select(entry => $"{entry.FullName} {entry.Length} {entry.Crc32}")];
    }

    // Overwrites the uncompressed size in the zip's central directory (APPNOTE.TXT 4.3.12: offset 24, name at 46).
    private static void Patch(string path, string part, uint size)
    {
        var bytes = File.ReadAllBytes(path);
        var name = Encoding.UTF8.GetBytes(part);
        var at = bytes.AsSpan().LastIndexOf(name);
        var record = bytes.AsSpan(0, at).LastIndexOf("PK\x01\x02"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(record + 24), size);
        File.WriteAllBytes(path, bytes);
    }
}
