using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Formats.Hdf5;
using Microsoft.ML.Larq.Formats.Keras;

namespace Microsoft.ML.Larq.Tests.Formats.Keras;

[TestClass]
public class KerasFileTests
{
    [TestMethod]
    [DataRow(false, false, 0)]
    [DataRow(true, false, 0)]
    [DataRow(false, true, 0)]
    [DataRow(false, false, 1)]
    [DataRow(true, true, 2)]
    public void Read_EveryLayout_GivesLayersInOrderWithTheirTensors(bool whole, bool fixedLength, int split)
    {
        var file = Read(new KerasLayout
        {
            ModelConfig = whole ? "{\"a\": 1}" : null,
            FixedLength = fixedLength,
            Split = split,
        }
            .With("input_1", 0)
            .With("zulu", 1, ("zulu/kernel:0", [2, 1, 3, 2]), ("zulu/bias:0", [2]))
            .With("alpha", 20, ("deep/within/alpha/gamma:0", [3])));

        Assert.AreEqual("2.14.0", file.KerasVersion);
        Assert.AreEqual(whole ? "{\"a\": 1}" : null, file.ModelConfig);
        CollectionAssert.AreEqual(
            new[] { "input_1", "zulu", "alpha" }, file.Layers.Select(layer => layer.Name).ToArray());
        Assert.IsEmpty(file.Layers[0].Weights);
        var (kernel, bias) = (file.Layers[1].Weights[0], file.Layers[1].Weights[1]);
        Assert.AreEqual("zulu/kernel:0", kernel.Name);
        Assert.AreEqual("kernel", kernel.ShortName);
        CollectionAssert.AreEqual(new[] { 2, 1, 3, 2 }, kernel.Shape.ToArray());
        CollectionAssert.AreEqual(Enumerable.Range(1, 12).Select(i => (float)i).ToArray(), kernel.Values.ToArray());
        CollectionAssert.AreEqual(new[] { 1f, 2f }, bias.Values.ToArray());
        CollectionAssert.AreEqual(new[] { 20f, 21f, 22f }, file.Layers[2].Weights.Single().Values.ToArray());
    }

    [TestMethod]
    public void Read_OtherElementTypes_AreListedAndNotRead()
    {
        var file = Read(new KerasLayout().With(
            "counting", ("counting/count:0", [1], new long[] { 3 }), ("counting/half:0", [2], new double[] { 1, 2 })));
        var (count, half) = (file.Layers[0].Weights[0], file.Layers[0].Weights[1]);
        Assert.AreEqual("int64", count.ElementType);
        Assert.AreEqual("float64", half.ElementType);
        var error = Assert.ThrowsExactly<InvalidOperationException>(() => _ = count.Values.Length);
        StringAssert.Contains(error.Message, "'counting/count:0' must be float32, got int64");
    }

    [TestMethod]
    public void Read_Stream_StaysOpen()
    {
        using var stream = new MemoryStream(new KerasLayout().With("a", 0, ("a/bias:0", [2])).ToBytes());
        _ = KerasFile.Read(stream);
        Assert.IsTrue(stream.CanRead);
        CollectionAssert.AreEqual(new[] { 0f, 1f }, KerasFile.Read(stream).Layers[0].Weights[0].Values.ToArray());
    }

    [TestMethod]
    public void Read_Path_NamesTheFileInItsErrors()
    {
        using var file = new KerasLayout.TemporaryFile("PK\u0003\u0004…"u8.ToArray());
        var error = Assert.ThrowsExactly<FormatException>(() => KerasFile.Read(file.Path));
        StringAssert.Contains(
            error.Message, $"'{file.Path}' cannot be read: It is HDF5 as Keras 2 writes it, got a zip");
        Assert.ThrowsExactly<FileNotFoundException>(() => KerasFile.Read(file.Path + ".missing"));
    }

    [TestMethod]
    public void Read_NoHdf5_SaysWhatCame()
    {
        StringAssert.Contains(Refuse([]), "It is HDF5, which begins with 89 48 44 46 0D 0A 1A 0A, got an empty file");
        StringAssert.Contains(Refuse([1, 2, 255]), "got 01 02 FF");
    }

    [TestMethod]
    public void Read_MissingOrDoubleParts_NamesThem()
    {
        StringAssert.Contains(
            Refuse(new KerasLayout { KerasVersion = "3.1.0" }.With("a", 0).ToBytes()),
            "It is of Keras 2, got Keras 3.1.0");
        StringAssert.Contains(
            Refuse(new KerasLayout().With("a", 0).With("a", 0).ToBytes()), "Two layers are called 'a'");
        var names = new PureHDF.H5File { Attributes = { ["layer_names"] = new[] { "gone" } } };
        StringAssert.Contains(Refuse(Bytes(names)), "Layer 'gone' is listed and has no group");
        names["gone"] = new PureHDF.H5Group();
        StringAssert.Contains(Refuse(Bytes(names)), "Layer 'gone' has the list 'weight_names'; there is none");
        ((PureHDF.H5Group)names["gone"]).Attributes["weight_names"] = new[] { "gone/kernel:0" };
        StringAssert.Contains(Refuse(Bytes(names)), "Layer 'gone': weight 'gone/kernel:0' is listed and is not there");
        StringAssert.Contains(Refuse(Bytes(new PureHDF.H5File())), "It has the list 'layer_names'");
    }

    [TestMethod]
    public void Read_AnEmptyName_NamesTheList() => StringAssert.Contains(
        Refuse(Bytes(new PureHDF.H5File { Attributes = { ["layer_names"] = new[] { "a", "" } } })),
        "List 'layer_names' has an empty text");

    // Weights may lie in one place of the file: what is read of it in all is bounded, not each alone.
    [TestMethod]
    public void Read_WeightsThatAreLargerTogetherThanTheFile_AreRefused()
    {
        var layout = new KerasLayout().With("a", 0, ("a/kernel:0", [4]), ("a/bias:0", [4]));
        var root = Hdf5File.Open(new Hdf5Source(new MemoryStream(layout.ToBytes()))).Root;
        Assert.HasCount(2, new KerasReader(32).Read(root).Layers.Single().Weights);
        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(() => new KerasReader(31).Read(root)).Message,
            "weight 'a/bias:0' of shape (4) is larger than what the file holds");
    }

    // 4·2¹⁵⁰ bytes are none where 128 bits count them.
    [TestMethod]
    public void Read_AShapeBeyondAllCounting_IsRefusedUnlessItIsEmpty()
    {
        int[] written = [3, 5, 7, 11, 13, 2];
        var file = new KerasLayout().With("a", 0, ("a/kernel:0", written)).ToBytes();
        StringAssert.Contains(Refuse(WithShape(1 << 30)), "is larger than what the file holds");
        Assert.IsEmpty(KerasFile.Read(new MemoryStream(WithShape(0))).Layers[0].Weights[0].Values.ToArray());

        byte[] WithShape(ulong last)
        {
            var (old, other) = (Sizes(written.Select(size => (ulong)size)), (byte[])[.. file]);
            var at = other.AsSpan().IndexOf(old);
            Assert.AreNotEqual(-1, at);
            Sizes([1 << 30, 1 << 30, 1 << 30, 1 << 30, 1 << 30, last]).CopyTo(other, at);
            return other;
        }

        static byte[] Sizes(IEnumerable<ulong> sizes) => [.. sizes.SelectMany(BitConverter.GetBytes)];
    }

    private static byte[] Bytes(PureHDF.H5File file)
    {
        using var stream = new MemoryStream();
        file.Write(stream);
        return stream.ToArray();
    }

    private static KerasFile Read(KerasLayout layout) => KerasFile.Read(new MemoryStream(layout.ToBytes()));

    private static string Refuse(byte[] file) =>
        Assert.ThrowsExactly<FormatException>(() => KerasFile.Read(new MemoryStream(file))).Message;
}
