using Microsoft.ML.Larq.Files;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.Larq.Tests.Golden;
using Microsoft.ML.Larq.Tests.Hosting;

namespace Microsoft.ML.Larq.Tests.Packed.Usage;

/// <summary>A network leaves ML.NET and comes back from its file: what it scores stays the same to the bit.</summary>
[TestClass]
public class PackedFileTests
{
    public static IEnumerable<object[]> Models => GoldenFolder.Models;

    [TestMethod]
    [DynamicData(nameof(Models))]
    public void Load_OfAModelThatMLNetSaved_ScoresAsItsTransformer(string version, string name)
    {
        var path = Path.Combine(GoldenFolder.Of(version), name + ".zip");
        var model = GoldenScoring.Load(path);
        var loaded = PackedNetwork.Load(path);
        AssertScores(model, loaded, name);
        AssertScores(model, Again(loaded), $"{name}, saved");
        AssertScores(model, Again(model.Packed), $"{name}, of the transformer");
    }

    [TestMethod]
    public void Load_OfAPipelinesModel_HasClassesCalibrationAndColumnOrder()
    {
        var use = PackedNetwork.Load(Path.Combine(GoldenFolder.Version1, "multiclass.zip")).Use;
        Assert.AreEqual(LearningTask.MulticlassClassification, use.Task);
        CollectionAssert.AreEqual(
            GoldenScoring.Load(Path.Combine(GoldenFolder.Version1, "multiclass.zip")).Facts.ClassNames!.Names.ToArray(),
            use.ClassNames.ToArray());
        Assert.AreNotEqual(1f, use.Temperature);
        Assert.AreEqual(
            PixelOrder.Planar, PackedNetwork.Load(Path.Combine(GoldenFolder.Version1, "binary.zip")).Use.PixelOrder);
        var regression = PackedNetwork.Load(Path.Combine(GoldenFolder.Version1, "regression.zip")).Use;
        Assert.AreNotEqual((0f, 1f), (regression.LabelMean, regression.LabelDeviation));
    }

    [TestMethod]
    public void Save_OfANetworkOfEachUse_ComesBackWhole()
    {
        var network = NetworkDefinition.Build(new TensorShape(2, 2, 3), x => x
            .QuantConv2D(4, 1, inputQuantizer: "ste_sign", kernelQuantizer: "ste_sign").Flatten().Dense(3));
        var weights = NetworkWeights.Initialize(network, 1);
        foreach (var use in new[]
        {
            null,
            new PackedUse(LearningTask.Outputs, pixelOrder: PixelOrder.Planar),
            new PackedUse(LearningTask.MulticlassClassification, ["a", "", "ü\n\0"], temperature: 0.3f),
            PackedUse.ImageNet(),
        })
        {
            var packed = PackedNetwork.Compile(network, weights, use);
            var again = Again(packed);
            Assert.AreEqual(network, again.Definition);
            Assert.AreEqual((packed.Use.Task, packed.Use.PixelOrder, packed.Use.Temperature),
                (again.Use.Task, again.Use.PixelOrder, again.Use.Temperature));
            CollectionAssert.AreEqual(packed.Use.ClassNames.ToArray(), again.Use.ClassNames.ToArray());
            CollectionAssert.AreEqual(packed.Use.ChannelMeans.ToArray(), again.Use.ChannelMeans.ToArray());
            CollectionAssert.AreEqual(packed.Use.ChannelDeviations.ToArray(), again.Use.ChannelDeviations.ToArray());
            float[][] rows = [.. GoldenRow.Inputs(12)];
            for (var i = 0; i < rows.Length; i++)
                GoldenBits.AssertSame(Scores(packed, rows[i]), Scores(again, rows[i]), $"row {i}");
        }
    }

    [TestMethod]
    public void Save_OfZooAndKeras_ComesBackWhole()
    {
        var zoo = NetworkDefinition.Build(new TensorShape(32, 32, 3), x => Zoo.QuickNetSmall(x, 5));
        var packed = PackedNetwork.Compile(zoo, NetworkWeights.Initialize(zoo, 3), PackedUse.ImageNet());
        var pixels = Enumerable.Range(0, packed.InputSize).Select(i => (float)(i * 7 % 256)).ToArray();
        GoldenBits.AssertSame(Scores(packed, pixels), Scores(Again(packed), pixels), "zoo");
        var path = Path.Combine(GoldenFolder.Version1, "keras.h5");
        var keras = NetworkDefinition.FromKeras(path);
        var scorer = PackedNetwork.Compile(keras, NetworkWeights.FromKeras(keras, path));
        foreach (var row in GoldenRow.Inputs(scorer.InputSize))
            GoldenBits.AssertSame(Scores(scorer, row), Scores(Again(scorer), row), "keras");
    }

    [TestMethod]
    public void Save_Twice_GivesTheSameSmallFile()
    {
        var model = SampleTransformer.Create();
        byte[] first = Bytes(model.Packed), second = Bytes(PackedNetwork.Load(new MemoryStream(first)));
        CollectionAssert.AreEqual(first, second);
        var bits = model.Network.WeightBits / 8;
        Assert.IsLessThan(bits + 4096, first.Length);
    }

    [TestMethod]
    public void Save_ThatFails_LeavesTheFileThatWasThere()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("larq-packed").FullName, "a.larq");
        var packed = SampleTransformer.Create().Packed;
        packed.Save(path);
        var before = File.ReadAllBytes(path);
        NewFile.Maker.Value = (_, _) => throw new IOException("full");
        Assert.ThrowsExactly<IOException>(() => SampleTransformer.Create(2).Packed.Save(path));
        NewFile.Maker.Value = null;
        CollectionAssert.AreEqual(before, File.ReadAllBytes(path));
        Assert.HasCount(1, Directory.GetFiles(Path.GetDirectoryName(path)!));
        SampleTransformer.Create(2).Packed.Save(path);
        CollectionAssert.AreNotEqual(before, File.ReadAllBytes(path));
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    [TestMethod]
    public void Save_IntoAStreamThatCannotBeWritten_NamesIt()
    {
        using var stream = new MemoryStream([1, 2], writable: false);
        var error = Assert.ThrowsExactly<ArgumentException>(() => SampleTransformer.Create().Packed.Save(stream));
        Assert.AreEqual("stream", error.ParamName);
        StringAssert.Contains(error.Message, "can be written to");
    }

    [TestMethod]
    public void Load_RelativePathThatIsNotThere_IsAFileNotFound()
    {
        var network = SampleTransformer.Create().Network;
        foreach (var path in (string[])["nope.larq", System.IO.Path.GetFullPath("nope.larq")])
        {
            Assert.ThrowsExactly<FileNotFoundException>(() => PackedNetwork.Load(path));
            Assert.ThrowsExactly<FileNotFoundException>(() => NetworkWeights.FromKeras(network, path));
        }
    }

    [TestMethod]
    public void Save_IntoAStreamThatCannotBeSought_WritesTheFile()
    {
        using var memory = new MemoryStream();
        using (var compressing = new System.IO.Compression.GZipStream(
            memory, System.IO.Compression.CompressionMode.Compress, leaveOpen: true))
            SampleTransformer.Create().Packed.Save(compressing);
        memory.Position = 0;
        using var reading = new System.IO.Compression.GZipStream(
            memory, System.IO.Compression.CompressionMode.Decompress);
        Assert.ThrowsExactly<ArgumentException>(() => PackedNetwork.Load(reading));
        using var all = new MemoryStream();
        reading.CopyTo(all);
        Assert.AreEqual(SampleTransformer.Create().Network, PackedNetwork.Load(all).Definition);
    }

    private static void AssertScores(BinarizedNetworkTransformer model, PackedNetwork packed, string what)
    {
        float[][] rows = [.. GoldenRow.Inputs(packed.InputSize)];
        var scored = GoldenScoring.Score(model, rows);
        var together = new float[rows.Length * packed.OutputSize];
        packed.Predict([.. rows.SelectMany(row => row)], together, maxDegreeOfParallelism: 2);
        for (var i = 0; i < rows.Length; i++)
        {
            var scores = Scores(packed, rows[i]);
            GoldenBits.AssertSame(scored[i].Scores, scores, $"{what}, row {i}");
            GoldenBits.AssertSame(
                scores, together.AsSpan(i * packed.OutputSize, packed.OutputSize), $"{what}, row {i} of all");
            if (scored[i].Predicted.Length > 0)
                Assert.AreEqual(scored[i].Predicted, Predicted(packed.Use, scores), $"{what}, row {i}");
        }
    }

    private static string Predicted(PackedUse use, float[] scores) =>
        (use.Task, use.ClassOf(scores)) switch
        {
            (LearningTask.BinaryClassification, var yes) => yes == 1 ? "true" : "false",
            (_, var place) => $"{place + 1}",
        };

    private static float[] Scores(PackedNetwork packed, float[] row)
    {
        var scores = new float[packed.OutputSize];
        packed.Predict(row, scores);
        return scores;
    }

    private static byte[] Bytes(PackedNetwork packed)
    {
        using var stream = new MemoryStream();
        packed.Save(stream);
        return stream.ToArray();
    }

    private static PackedNetwork Again(PackedNetwork packed) => PackedNetwork.Load(new MemoryStream(Bytes(packed)));
}
