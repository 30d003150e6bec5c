using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.House;

namespace Microsoft.ML.Larq.Tests.Formats;

[TestClass]
public class ModelFileTests
{
    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Read_WhatWasWritten_GivesAnEqualModel(bool latent)
    {
        var model = SampleModel.Create(latent);
        var (network, weights) = model.ToBytes();
        var read = ModelFile.Read(network, weights);

        var kept = latent ? model : model with { Weights = model.Weights.Quantized(model.Definition) };
        Assert.IsTrue(SampleModel.AreEqual(kept, read));
    }

    [TestMethod]
    public void ToBytes_Twice_GivesTheSameBytes()
    {
        var (network, weights) = SampleModel.Create().ToBytes();
        var (again, weightsAgain) = ModelFile.Read(network, weights).ToBytes();
        CollectionAssert.AreEqual(network, again);
        CollectionAssert.AreEqual(weights, weightsAgain);
    }

    [TestMethod]
    public void Read_FixtureOfVersion1_GivesTheModelThatWasWritten()
    {
        var folder = Path.Combine(SourceTree.Tests, "Fixtures", "v1");
        var read = ModelFile.Read(
            File.ReadAllBytes(Path.Combine(folder, "Network.json")),
            File.ReadAllBytes(Path.Combine(folder, "Weights.safetensors")));

        Assert.AreEqual(SampleModel.Definition, read.Definition);
        Assert.IsFalse(read.LatentWeights);
        Assert.IsTrue(JsonNode.DeepEquals(SampleModel.Facts, read.Facts));
        // ((i mod 7) − 3) / 4 is below zero for i mod 7 of 0, 1, 2.
        var branch = read.Weights["branch/kernel"].Values.ToArray();
        CollectionAssert.AreEqual(Enumerable.Range(0, 25).Select(i => i % 7 < 3 ? -1f : 1f).ToArray(), branch);
        CollectionAssert.AreEqual(
            new[] { -0.75f, -0.5f, -0.25f, 0f, 0.25f, float.PositiveInfinity },
            read.Weights["quantile_thermometer/thresholds"].Values.ToArray());
        SampleModel.AssertEqual(SampleModel.Weights.Quantized(SampleModel.Definition), read.Weights);
    }

    [TestMethod]
    public void Read_LaterVersion_SaysSo()
    {
        var error = Refuse("\"version\":2", "\"version\":3");
        StringAssert.Contains(error, "Network.json");
        StringAssert.Contains(
            error, "written by a later version of this library: known are format versions 1 to 2, got 3");
    }

    [TestMethod]
    [DataRow("\"version\":2", "\"version\":0", "no longer read: known are format versions 1 to 2, got 0")]
    [DataRow("\"version\":2", "\"version\":\"1\"", "'version' must be of type Int32, got String")]
    [DataRow("\"version\":2,", "", "'version' must be of type Int32, got nothing")]
    [DataRow("\"larq-mlnet\"", "\"other\"", "Its format is 'larq-mlnet', got 'other'")]
    [DataRow("\"multiclass\"", "\"regression\"", "It was altered")]
    [DataRow("{\"format\"", "[{\"format\"", "not valid JSON")]
    [DataRow("\"facts\":", "\"version\":1,\"facts\":", "not valid JSON")]
    public void Read_OtherHead_NamesWhatIsWrong(string old, string replacement, string message) =>
        StringAssert.Contains(Refuse(old, replacement), message);

    [TestMethod]
    [DataRow("\"facts\":", "\"more\":1,\"facts\":", "got 'more'")]
    [DataRow("\"facts\":{", "\"facts\":[],\"x\":{", "got 'x'")]
    [DataRow("\"class\":\"Dense\"", "\"class\":\"Dance\"", "Unknown layer class 'Dance'")]
    [DataRow("\"length\":", "\"size\":", "got 'size'")]
    public void Read_OtherHeadWithItsChecksum_NamesWhatIsWrong(string old, string replacement, string message) =>
        StringAssert.Contains(Refuse(old, replacement, seal: true), message);

    [TestMethod]
    public void Read_OtherWeights_NamesTheFile()
    {
        var (network, weights) = SampleModel.Create().ToBytes();
        weights[^1] ^= 1;
        var altered = Assert.ThrowsExactly<FormatException>(() => ModelFile.Read(network, weights));
        StringAssert.Contains(altered.Message, "Weights.safetensors cannot be read: It was altered");
        var cut = Assert.ThrowsExactly<FormatException>(
            () => ModelFile.Read(network, weights.AsMemory(0, weights.Length - 1)));
        StringAssert.Contains(cut.Message, $"It has {weights.Length} bytes, got {weights.Length - 1}");
    }

    [TestMethod]
    public void ToBytes_FactsDeeperThanAllowed_Throws()
    {
        JsonNode deep = 1;
        for (var depth = 0; depth < BoundedJson.MaximalDepth; depth++) deep = new JsonArray(deep);
        var model = SampleModel.Create() with { Facts = new JsonObject { ["deep"] = deep } };
        Assert.ThrowsExactly<ArgumentException>(() => model.ToBytes());
    }

    [TestMethod]
    public void ToBytes_ResidualBinaryNetwork_StaysWithinItsBudget()
    {
        var definition = NetworkDefinition.Build(new TensorShape(28, 28, 1), input =>
        {
            var x = input.Conv2D(32, 3, padding: PadMode.Same, useBias: false).BatchNormalization();
            for (var block = 0; block < 16; block++)
            {
                x = x.Residual(y => y.QuantConv2D(
                    32, 3, padding: PadMode.Same, padValue: 1, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign",
                    kernel: new() { Constraint = "weight_clip" }, useBias: false).BatchNormalization());
            }

            return x.GlobalAveragePool().Dense(10);
        });
        var model = new ModelFile(definition, NetworkWeights.Initialize(definition, 1), SampleModel.Facts);
        var (network, weights) = model.ToBytes();

        using var zipped = new MemoryStream();
        using (var zip = new ZipArchive(zipped, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, bytes) in new[] { (ModelFile.NetworkName, network), (ModelFile.WeightsName, weights) })
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(bytes);
            }
        }

        // 2 KiB of the 4 are left for what else the container holds.
        var most = (1.15 * definition.WeightBits / 8) + 2048;
        Assert.IsLessThanOrEqualTo(most, zipped.Length, $"network {network.Length}, weights {weights.Length} bytes");
    }

    // Two bytes each in the text, a hundred as objects.
    [TestMethod]
    [DataRow(1_600_000, "at most 1600000 names, values, braces and brackets")]
    [DataRow(1_599_999, "It is a JSON object")]
    public void Read_MoreTokensThanAFileHas_IsRefusedBeforeTheyAreObjects(int tokens, string message)
    {
        var text = $"[{string.Join(',', Enumerable.Repeat(0, tokens - 1))}]";
        var error = Assert.ThrowsExactly<FormatException>(() => ModelHead.Read(Encoding.UTF8.GetBytes(text)));
        StringAssert.Contains(error.Message, message);
    }

    private static string Refuse(string old, string replacement, bool seal = false)
    {
        var (network, weights) = SampleModel.Create().ToBytes();
        var text = Encoding.UTF8.GetString(network);
        StringAssert.Contains(text, old);
        var altered = Encoding.UTF8.GetBytes(text.Replace(old, replacement, StringComparison.Ordinal));
        if (seal) Corruption.Reseal(altered);
        return Assert.ThrowsExactly<FormatException>(() => ModelFile.Read(altered, weights)).Message;
    }
}
