using Microsoft.ML.Larq.Formats.Hdf5;

namespace Microsoft.ML.Larq.Tests.Formats.Hdf5;

/// <summary>Bytes that are read once, from the first on, and never beyond the last.</summary>
[TestClass]
public class Hdf5BytesTests
{
    [TestMethod]
    public void Numbers_OfEverySize_AreReadLowestByteFirst()
    {
        var bytes = new Hdf5Bytes([.. Enumerable.Range(1, 20).Select(i => (byte)i)]);
        Assert.AreEqual(1, bytes.Byte());
        Assert.AreEqual(0x0302, bytes.UInt16());
        Assert.AreEqual(0x07060504u, bytes.UInt32());
        Assert.AreEqual(0x0A0908ul, bytes.Number(3));
        Assert.AreEqual(0x1211100F0E0D0C0Bul, bytes.Number(8));
        Assert.AreEqual(0ul, bytes.Number(0));
        Assert.AreEqual(2, bytes.Left);
        bytes.Skip(2);
        Assert.AreEqual(20, bytes.Position);
        Assert.AreEqual(0, bytes.Take(0).Length);
    }

    [TestMethod]
    [DataRow(-1)]
    [DataRow(int.MinValue)]
    [DataRow(4)]
    [DataRow(int.MaxValue)]
    public void Take_MoreThanThereIsOrLessThanNone_SaysWhere(int count)
    {
        var bytes = new Hdf5Bytes(new byte[5]) { Position = 2 };
        var error = Assert.ThrowsExactly<FormatException>(() => bytes.Take(count));
        Assert.AreEqual($"Its HDF5 wants {count} bytes at 2 of 5.", error.Message);
        Assert.AreEqual(2, bytes.Position);
    }

    [TestMethod]
    [DataRow(4ul)]
    [DataRow(1ul << 32)]
    [DataRow(ulong.MaxValue)]
    public void Take_LongMoreThanThereIs_SaysWhere(ulong count)
    {
        var bytes = new Hdf5Bytes(new byte[5]) { Position = 2 };
        var error = Assert.ThrowsExactly<FormatException>(() => bytes.Take(count));
        Assert.AreEqual($"Its HDF5 wants {count} bytes at 2 of 5.", error.Message);
        Assert.AreEqual(3, bytes.Take(3ul).Length);
    }

    [TestMethod]
    [DataRow(0, "ab")]
    [DataRow(1, "b")]
    [DataRow(2, "")]
    [DataRow(3, "cd")]
    [DataRow(5, "")]
    public void Name_Within_EndsAtZeroOrTheEnd(int at, string name) =>
        Assert.AreEqual(name, new Hdf5Bytes("ab\0cd"u8.ToArray()).Name(at));

    [TestMethod]
    [DataRow(-1)]
    [DataRow(6)]
    public void Name_Outside_SaysWhere(int at) => Assert.AreEqual(
        $"Its HDF5 has a name at {at} of 5.",
        Assert.ThrowsExactly<FormatException>(() => new Hdf5Bytes(new byte[5]).Name(at)).Message);

    [TestMethod]
    public void Decode_BytesThatAreNoText_SaysSo() => StringAssert.Contains(
        Assert.ThrowsExactly<FormatException>(() => Hdf5Bytes.Decode([0x61, 0xff])).Message, "is not UTF-8");

    [TestMethod]
    public void Require_AnotherSignature_NamesTheOneWanted()
    {
        new Hdf5Bytes("OHDR"u8.ToArray()).Require("OHDR"u8);
        var bytes = new Hdf5Bytes("OHDx"u8.ToArray());
        StringAssert.Contains(
            Assert.ThrowsExactly<FormatException>(() => bytes.Require("OHDR"u8)).Message, "no 'OHDR'");
    }

    // Where the file begins later than at its first byte, an address may pass 2⁶⁴ and come back to one that is there.
    [TestMethod]
    public void Source_AddressThatWrapsAround_IsRefused()
    {
        var source = new Hdf5Source(new MemoryStream(new byte[10])) { Base = 5 };
        Assert.AreEqual(2, source.Read(3, 2).Length);
        Assert.ThrowsExactly<FormatException>(() => source.Read(3, 3));
        var error = Assert.ThrowsExactly<FormatException>(() => source.Read(ulong.MaxValue - 2, 2));
        StringAssert.Contains(error.Message, $"wants 2 bytes at byte {ulong.MaxValue - 2} of 10");
    }
}
