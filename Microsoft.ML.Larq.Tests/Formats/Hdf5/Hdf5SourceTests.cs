using Microsoft.ML.Larq.Formats.Hdf5;
using Microsoft.ML.Larq.Formats.Keras;
using Microsoft.ML.Larq.Tests.Formats.Keras;

namespace Microsoft.ML.Larq.Tests.Formats.Hdf5;

[TestClass]
public class Hdf5SourceTests
{
    [TestMethod]
    [Timeout(60_000)]
    [DataRow(100)]
    [DataRow(1)]
    [DataRow(0)]
    public void Read_ForEver_Ends(int length)
    {
        var source = new Hdf5Source(new MemoryStream(new byte[1000]));
        var error = Assert.ThrowsExactly<FormatException>(() =>
        {
            while (true) _ = source.Read(0, (ulong)length);
        });
        StringAssert.Contains(error.Message, "leads in a circle");
    }

    [TestMethod]
    [DataRow(0ul, 10ul, true)]
    [DataRow(4ul, 6ul, true)]
    [DataRow(10ul, 0ul, true)]
    [DataRow(4ul, 7ul, false)]
    [DataRow(11ul, 0ul, false)]
    [DataRow(ulong.MaxValue, 2ul, false)]
    [DataRow(4ul, ulong.MaxValue - 3, false)]
    public void Read_BeyondTheEnd_SaysWhere(ulong address, ulong length, bool fits)
    {
        var source = new Hdf5Source(new MemoryStream(new byte[10]));
        if (fits)
        {
            Assert.AreEqual((int)length, source.Read(address, length).Length);
            return;
        }

        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(() => source.Read(address, length)).Message,
            $"wants {length} bytes at byte {address} of 10");
    }

    // What is asked grows with the file and not with its square: every group and header is looked at once.
    [TestMethod]
    public void Asked_OfAWholeFile_IsLittleMoreThanItsLength()
    {
        byte[][] files =
        [
            ForeignFile.Unpack("chain_400"), ForeignFile.Unpack("chain_400_latest"), Chain(400), Chain(100),
        ];
        foreach (var file in files)
        {
            var source = new Hdf5Source(new MemoryStream(file));
            var layers = new KerasReader(file.Length).Read(Hdf5File.Open(source).Root).Layers;
            Assert.IsGreaterThanOrEqualTo(100, layers.Length);
            Assert.IsGreaterThan(file.Length / 20, source.Asked);
            Assert.IsLessThan(file.Length * 3, source.Asked);
            Console.WriteLine($"{layers.Length} layers, {file.Length} bytes: {source.Asked} asked.");
        }
    }

    private static byte[] Chain(int layers)
    {
        var layout = new KerasLayout();
        for (var i = 0; i < layers; i++) layout.With($"d{i}", i, ($"d{i}/kernel:0", [6, 6]));
        return layout.ToBytes();
    }
}
