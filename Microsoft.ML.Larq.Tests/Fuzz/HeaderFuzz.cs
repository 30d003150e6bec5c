using System.Buffers.Binary;
using System.IO.Compression;
using System.Reflection;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Model;
using Microsoft.ML.Larq.Tests.Golden;

namespace Microsoft.ML.Larq.Tests.Fuzz;

/// <summary>
/// Mutated headers of model files, with true seals wherever there are any: the documented exception comes, or a model
/// that scores, is described and is saved as what it was loaded from.
/// </summary>
internal static class HeaderFuzz
{
    private static readonly Dictionary<string, byte[]>[] Models =
        [.. GoldenFolder.Models.Select(model => Parts(GoldenFolder.Of($"{model[0]}"), $"{model[1]}"))];

    public static void Run(string[] arguments) => CaseRun.Seeds(arguments, seed =>
    {
        var random = new Random(seed);
        var parts = new Dictionary<string, byte[]>(Models[random.Next(Models.Length)]);
        var (head, weights) = (Name(parts, ModelFile.NetworkName), Name(parts, ModelFile.WeightsName));
        string change;
        switch (random.Next(4))
        {
            case 0:
                (parts[head], change) = Facts(parts[head], random);
                break;
            case 1:
                (parts[weights], change) = Safetensors(parts[weights], random);
                parts[head] = WithDigest(parts[head], parts[weights]);
                break;
            case 2:
                var key = parts.Keys.Single(name => name == head[..^ModelFile.NetworkName.Length] + "Model.key");
                (parts[key], change) = ModelKey(parts[key], random);
                return CaseRun.Explained(change, () => LoadZip(parts));
            default:
                (parts[head], change) = Head(parts[head], random);
                break;
        }

        return CaseRun.Explained(change, () => Load(new ModelPayload(parts[head], parts[weights])));
    });

    private static string Load(ModelPayload payload)
    {
        if (Refusal.Of(() => BinarizedNetworkTransformer.Load(payload), out var model)) return "refused";
        var saved = model!.ToPayload();
        AreEqual(payload.Weights, saved.Weights);
        var again = BinarizedNetworkTransformer.Load(saved);
        CollectionAssert.AreEqual(saved.Network, again.ToPayload().Network);
        var rows = GoldenScoring.Rows(
            model.Packed.InputSize, model.FeatureColumnName, [new float[model.Packed.InputSize]]);
        Assert.HasCount(1, GoldenScoring.Score(model, [new float[model.Packed.InputSize]]));
        Assert.IsNotEmpty(model.GetOutputSchema(rows.Schema));
        Assert.IsNotEmpty(ModelReport.Html(model.Facts, model.Packed, [], null));
        return "loaded";
    }

    private static string LoadZip(Dictionary<string, byte[]> parts)
    {
        using var file = new MemoryStream();
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in parts)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }

        try
        {
            var loaded = new MLContext().Model.Load(file, out _);
            var ours = loaded as BinarizedNetworkTransformer
                ?? ((IEnumerable<ITransformer>)loaded).OfType<BinarizedNetworkTransformer>().Single();
            AreEqual(parts[Name(parts, ModelFile.WeightsName)], ours.ToPayload().Weights);
            return "loaded";
        }
        catch (Exception error) when (error is not UnitTestAssertException)
        {
            var inner = error;
            while (inner is TargetInvocationException { InnerException: { } next }) inner = next;
            // What ML.NET and the zip reader say of what they read before it comes to us is theirs.
            if (inner.StackTrace!.Contains(nameof(ModelLoader<>), StringComparison.Ordinal))
                Assert.IsExactInstanceOfType<FormatException>(inner, $"{error}");
            Assert.IsFalse(inner is OutOfMemoryException or InsufficientExecutionStackException, $"{error}");
            return "refused";
        }
    }

    // The same tensors and notes, whatever spaces are around them.
    private static void AreEqual(byte[] expected, byte[] actual) => CollectionAssert.AreEqual(
        SafetensorsFile.Read(expected).ToBytes(), SafetensorsFile.Read(actual).ToBytes());

    private static (byte[], string) Facts(byte[] head, Random random)
    {
        var json = JsonNode.Parse(head)!;
        var change = Changes(json["facts"]!, random);
        return (FuzzedModel.Sealed(Unsealed(json)), change);
    }

    private static (byte[], string) Head(byte[] head, Random random)
    {
        var json = JsonNode.Parse(head)!;
        var change = Changes(json, random);
        return (FuzzedModel.Sealed(Unsealed(json)), change);
    }

    private static string Changes(JsonNode json, Random random)
    {
        var mutation = new JsonMutation(random);
        return string.Join(
            "; ", Enumerable.Range(0, random.Next(3) == 0 ? random.Next(2, 5) : 1).Select(_ => mutation.Change(json)));
    }

    private static JsonNode Unsealed(JsonNode head)
    {
        if (head is JsonObject json && json.ContainsKey("sha256")) json["sha256"] = new string('0', 64);
        return head;
    }

    private static byte[] WithDigest(byte[] head, byte[] weights)
    {
        var json = JsonNode.Parse(head)!;
        json["weights"] = Digest.Of(weights).ToJson();
        return FuzzedModel.Sealed(Unsealed(json));
    }

    private static (byte[], string) Safetensors(byte[] file, Random random)
    {
        var length = BinaryPrimitives.ReadInt64LittleEndian(file);
        var json = JsonNode.Parse(file.AsSpan(8, (int)length))!;
        var change = Changes(json, random);
        var header = Encoding.UTF8.GetBytes(JsonMutation.Text(json));
        var said = random.Next(12) == 0 ? random.NextInt64() >> random.Next(64) : header.Length;
        byte[] changed = [.. new byte[8], .. header, .. file.AsSpan(8 + (int)length)];
        BinaryPrimitives.WriteInt64LittleEndian(changed, said);
        return (changed, $"{change}; a header of {said}");
    }

    private static (byte[], string) ModelKey(byte[] key, Random random)
    {
        var changed = key.ToArray();
        var at = random.Next(3) == 0 ? key.Length - (random.Next(2) == 0 ? 8 : 16) : random.Next(key.Length - 8);
        var number = random.Next(4) switch
        {
            0 => BinaryPrimitives.ReadInt64LittleEndian(key.AsSpan(at)) + random.Next(-9, 9),
            1 => random.NextInt64() >> random.Next(64),
            2 => -random.NextInt64() >> random.Next(64),
            _ => BinaryPrimitives.ReadInt64LittleEndian(key.AsSpan(at)) ^ (1L << random.Next(64)),
        };
        BinaryPrimitives.WriteInt64LittleEndian(changed.AsSpan(at), number);
        var end = random.Next(10) == 0 ? random.Next(changed.Length) : changed.Length;
        return (changed[..end], $"Model.key: {number} at {at}, {end} bytes");
    }

    private static string Name(Dictionary<string, byte[]> parts, string part) =>
        parts.Keys.Single(name => name.EndsWith("/" + part, StringComparison.Ordinal) || name == part);

    private static Dictionary<string, byte[]> Parts(string folder, string model)
    {
        using var zip = ZipFile.OpenRead(Path.Combine(folder, model + ".zip"));
        return zip.Entries.ToDictionary(entry => entry.FullName, entry =>
        {
            using var memory = new MemoryStream();
            using var stream = entry.Open();
            stream.CopyTo(memory);
            return memory.ToArray();
        });
    }
}
