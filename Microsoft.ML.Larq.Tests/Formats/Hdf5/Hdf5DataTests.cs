using Microsoft.ML.Larq.Formats.Hdf5;
using Microsoft.ML.Larq.Tests.Formats.Keras;

namespace Microsoft.ML.Larq.Tests.Formats.Hdf5;

/// <summary>
/// Numbers of a data set in every layout that lies in one piece, those of libraries before HDF5 1.6.3 among them, by
/// messages written down from the file format's specification.
/// </summary>
[TestClass]
public class Hdf5DataTests
{
    private static readonly byte[] Numbers = [0, 0, 0x80, 0x3f, 0, 0, 0, 0xc0];
    private static readonly byte[] Start = new KerasLayout().With("a", 0, ("a/bias:0", [2])).ToBytes();

    // A file with the numbers behind its end, where nothing of it is.
    private static readonly Hdf5File File = Hdf5File.Open(new Hdf5Source(new MemoryStream([.. Start, .. Numbers])));
    private static readonly byte[] Address = BitConverter.GetBytes((long)Start.Length);
    private static readonly byte[] Nowhere = [.. Enumerable.Repeat((byte)0xff, 8)];
    private static readonly byte[] Size = [8, 0, 0, 0];
    private static readonly byte[] Dimensions = [2, 0, 0, 0, 4, 0, 0, 0];

    public static IEnumerable<object[]> Layouts =>
    [
        ["version 1, contiguous", (byte[])[1, 2, 1, 0, 0, 0, 0, 0, .. Address, .. Dimensions]],
        ["version 2, contiguous", (byte[])[2, 2, 1, 0, 0, 0, 0, 0, .. Address, .. Dimensions]],
        ["version 1, compact", (byte[])[1, 2, 0, 0, 0, 0, 0, 0, .. Dimensions, .. Size, .. Numbers]],
        ["version 3, contiguous", (byte[])[3, 1, .. Address, .. Size, 0, 0, 0, 0]],
        ["version 3, compact", (byte[])[3, 0, 8, 0, .. Numbers]],
        ["version 4, contiguous", (byte[])[4, 1, .. Address, .. Size, 0, 0, 0, 0]],
    ];

    [TestMethod]
    [DynamicData(nameof(Layouts))]
    public void Singles_EveryLayout_GivesTheNumbers(string what, byte[] layout)
    {
        var data = Data(Single(), layout);
        Assert.IsTrue(data.IsInOnePiece);
        Assert.IsFalse(data.HasOtherFiles);
        CollectionAssert.AreEqual(new ulong[] { 2 }, data.Sizes.ToArray());
        CollectionAssert.AreEqual(new[] { 1f, -2f }, data.Singles(2), what);
        Assert.IsEmpty(data.Singles(0));
    }

    [TestMethod]
    public void Singles_HighestByteFirst_AreTurned()
    {
        byte[] layout = [3, 0, 8, 0, .. Numbers.Reverse()];
        CollectionAssert.AreEqual(new[] { -2f, 1f }, Data(Single(order: 0x21), layout).Singles(2));
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(6)]
    public void Read_LayoutOfAnUnknownVersion_SaysWhich(int version) => StringAssert.Contains(
        Assert.ThrowsExactly<FormatException>(() => Data(Single(), [(byte)version, 1])).Message,
        $"laid out in version {version}");

    [TestMethod]
    [DataRow(2, "Chunked", false)]
    [DataRow(3, "Virtual", true)]
    [DataRow(9, "9", false)]
    public void Way_NotInOnePiece_IsNamed(int kind, string way, bool others)
    {
        var data = Data(Single(), [3, (byte)kind, 0, 0]);
        Assert.AreEqual(way, data.Way);
        Assert.AreEqual(others, data.HasOtherFiles);
        Assert.IsFalse(data.IsInOnePiece);
    }

    [TestMethod]
    public void Way_InOtherFiles_IsExternal()
    {
        var data = Data(Single(), [3, 1, .. Address, .. Size, 0, 0, 0, 0], new Hdf5Message(7, 0, []));
        Assert.AreEqual("External", data.Way);
        Assert.IsTrue(data.HasOtherFiles);
    }

    // What nobody wrote is what fills it: by the message of before 1.6, and by each version of the one since.
    [TestMethod]
    [DataRow(4, new byte[] { 4, 0, 0, 0, 0, 0, 0x20, 0x40 }, 2.5f)]
    [DataRow(4, new byte[] { 0, 0, 0, 0 }, 0f)]
    [DataRow(4, new byte[] { 0xff, 0xff, 0xff, 0xff }, 0f)]
    [DataRow(5, new byte[] { 1, 2, 2, 0, 4, 0, 0, 0, 0, 0, 0x20, 0x40 }, 2.5f)]
    [DataRow(5, new byte[] { 2, 2, 2, 1, 4, 0, 0, 0, 0, 0, 0x20, 0x40 }, 2.5f)]
    [DataRow(5, new byte[] { 2, 2, 2, 0 }, 0f)]
    [DataRow(5, new byte[] { 3, 0x20, 4, 0, 0, 0, 0, 0, 0x20, 0x40 }, 2.5f)]
    [DataRow(5, new byte[] { 3, 0, 4, 0, 0, 0, 0, 0, 0x20, 0x40 }, 0f)]
    public void Singles_NeverWritten_AreWhatFillsThem(int type, byte[] fill, float value) => CollectionAssert.AreEqual(
        new[] { value, value },
        Data(Single(), [3, 1, .. Nowhere, .. Size, 0, 0, 0, 0], new Hdf5Message(type, 0, fill)).Singles(2));

    // 32 bits in another layout are no single: a byte of the type's description changed at a time.
    [TestMethod]
    [DataRow(1, 0x61)]
    [DataRow(1, 0x10)]
    [DataRow(2, 30)]
    [DataRow(8, 1)]
    [DataRow(10, 31)]
    [DataRow(12, 22)]
    [DataRow(13, 7)]
    [DataRow(14, 1)]
    [DataRow(15, 22)]
    [DataRow(16, 128)]
    public void Type_OneByteOfASingleChanged_IsAnotherLayout(int at, int value)
    {
        var bytes = Single();
        Assert.AreEqual("float32", Hdf5Type.Read(new Hdf5Bytes(bytes)).Name);
        bytes[at] = (byte)value;
        var type = Hdf5Type.Read(new Hdf5Bytes(bytes));
        Assert.IsTrue(type.IsOddSingle);
        Assert.AreEqual("float32 of another layout than IEEE 754's", type.Name);
    }

    [TestMethod]
    [DataRow(new byte[] { 0x10, 0, 0, 0, 4, 0, 0, 0 }, "uint32", false, false)]
    [DataRow(new byte[] { 0x10, 8, 0, 0, 8, 0, 0, 0 }, "int64", false, false)]
    [DataRow(new byte[] { 0x10, 9, 0, 0, 2, 0, 0, 0 }, "int16", true, false)]
    [DataRow(new byte[] { 0x11, 1, 63, 0, 8, 0, 0, 0 }, "float64", true, false)]
    [DataRow(new byte[] { 0x13, 1, 0, 0, 9, 0, 0, 0 }, "String", false, true)]
    [DataRow(new byte[] { 0x19, 1, 0, 0, 16, 0, 0, 0 }, "VariableLength", false, true)]
    [DataRow(new byte[] { 0x19, 0, 0, 0, 16, 0, 0, 0 }, "VariableLength", false, false)]
    [DataRow(new byte[] { 0x1f, 0, 0, 0, 1, 0, 0, 0 }, "class 15", false, false)]
    public void Type_OfEveryClass_IsNamed(byte[] bytes, string name, bool bigEndian, bool text)
    {
        var type = Hdf5Type.Read(new Hdf5Bytes(bytes));
        Assert.AreEqual((name, bigEndian, text), (type.Name, type.IsBigEndian, type.IsText));
    }

    [TestMethod]
    [DataRow(0, false)]
    [DataRow(1, false)]
    [DataRow(2, true)]
    public void Type_TextFilledUp_SaysWhetherWithSpaces(int way, bool spaces) => Assert.AreEqual(
        spaces, Hdf5Type.Read(new Hdf5Bytes([0x13, (byte)way, 0, 0, 9, 0, 0, 0])).HasSpaces);

    [TestMethod]
    [DataRow(
        new byte[] { 1, 2, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0 }, new ulong[] { 3, 4 })]
    [DataRow(new byte[] { 2, 1, 0, 1, 5, 0, 0, 0, 0, 0, 0, 0 }, new ulong[] { 5 })]
    [DataRow(new byte[] { 2, 0, 0, 0 }, new ulong[] { })]
    [DataRow(new byte[] { 2, 0, 0, 2 }, new ulong[] { 0 })]
    public void Space_OfEveryVersion_HasItsSizes(byte[] bytes, ulong[] sizes) =>
        CollectionAssert.AreEqual(sizes, Hdf5Space.Read(File, new Hdf5Bytes(bytes)).ToArray());

    private static Hdf5Data Data(byte[] type, byte[] layout, params Hdf5Message[] more)
    {
        var space = new Hdf5Message(1, 0, [2, 1, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0]);
        return new Hdf5Data(
            File, new Hdf5Object(File, [new Hdf5Message(3, 0, type), space, .. more]), new Hdf5Message(8, 0, layout));
    }

    // Class 1 in version 1; order and leading one, sign at 31; 4 bytes; 32 bits from 0; exponent of 8 at 23, mantissa
    // of 23 at 0; bias 127.
    private static byte[] Single(byte order = 0x20) =>
        [0x11, order, 31, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0];
}
