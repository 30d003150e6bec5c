using System.Buffers.Binary;
using System.Text;
using Microsoft.ML.Larq.Formats;

namespace Microsoft.ML.Larq.Tests.Formats;

[TestClass]
public class SafetensorsFileTests
{
    [TestMethod]
    public void Read_BytesWrittenByHand_GivesTheirTensors()
    {
        var file = SafetensorsFile.Read(ByHand());

        CollectionAssert.AreEqual(new[] { "a", "b" }, file.Tensors.Keys.ToArray());
        CollectionAssert.AreEqual(new[] { 1f, -2f }, file.Tensors["a"].ToSingles());
        CollectionAssert.AreEqual(new long[] { 2, 1 }, file.Tensors["a"].Shape.ToArray());
        Assert.AreEqual("U8", file.Tensors["b"].DataType);
        CollectionAssert.AreEqual(new byte[] { 5, 255, 0 }, file.Tensors["b"].Data.ToArray());
        Assert.AreEqual("larq", file.Metadata["by"]);
    }

    [TestMethod]
    public void ToBytes_TensorsInAnyOrder_GivesTheBytesWrittenByHand()
    {
        var file = new SafetensorsFile(
            [
                KeyValuePair.Create("b", new SafetensorsTensor("U8", [3], new byte[] { 5, 255, 0 })),
                KeyValuePair.Create("a", SafetensorsTensor.FromSingles([2, 1], [1f, -2f])),
            ],
            [KeyValuePair.Create("by", "larq")]);

        CollectionAssert.AreEqual(ByHand(), file.ToBytes());
    }

    [TestMethod]
    public void ToBytes_AnyHeader_DataIsAlignedToEightBytes()
    {
        for (var length = 1; length <= 16; length++)
        {
            var file = new SafetensorsFile([KeyValuePair.Create(new string('n', length), Single(1f))]).ToBytes();
            Assert.AreEqual(0UL, BinaryPrimitives.ReadUInt64LittleEndian(file) % 8, $"a name of {length} letters");
            Assert.AreEqual(1f, SafetensorsFile.Read(file).Tensors.Single().Value.ToSingles().Single());
        }
    }

    [TestMethod]
    public void Read_NoTensors_GivesNone() =>
        Assert.IsEmpty(SafetensorsFile.Read(File("{}", [])).Tensors);

    [TestMethod]
    public void Read_ScalarsAndEmptyTensors_GivesThem()
    {
        var file = SafetensorsFile.Read(File(
            """
            {"s":{"dtype":"I16","shape":[],"data_offsets":[0,2]},
             "e":{"dtype":"F64","shape":[0,9],"data_offsets":[0,0]}}
            """,
            [1, 0]));
        Assert.IsEmpty(file.Tensors["s"].Shape);
        Assert.AreEqual(0, file.Tensors["e"].Data.Length);
    }

    [TestMethod]
    public void ToBytes_EveryBitPatternOfSpecialNumbers_IsKept()
    {
        float[] values = [0f, -0f, float.NaN, float.PositiveInfinity, float.Epsilon, float.MinValue,
            BitConverter.UInt32BitsToSingle(0xFFC12345)];
        var read = SafetensorsFile.Read(new SafetensorsFile(
            [KeyValuePair.Create("x", SafetensorsTensor.FromSingles([7], values))]).ToBytes()).Tensors["x"].ToSingles();
        CollectionAssert.AreEqual(
            values.Select(BitConverter.SingleToUInt32Bits).ToArray(),
            read.Select(BitConverter.SingleToUInt32Bits).ToArray());
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("[]")]
    [DataRow(" {}")]
    [DataRow("{")]
    [DataRow("""{"a":1}""")]
    [DataRow("""{"a":null}""")]
    [DataRow("""{"a":{}}""")]
    [DataRow("""{"a":{"dtype":"F32","shape":[1]}}""")]
    [DataRow("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4],"more":1}}""")]
    [DataRow("""{"a":{"dtype":"F33","shape":[1],"data_offsets":[0,4]}}""")]
    [DataRow("""{"a":{"dtype":7,"shape":[1],"data_offsets":[0,4]}}""")]
    [DataRow("""{"a":{"dtype":null,"shape":[1],"data_offsets":[0,4]}}""")]
    [DataRow("""{"a":{"dtype":"F32","shape":1,"data_offsets":[0,4]}}""")]
    [DataRow("""{"a":{"dtype":"F32","shape":[1.5],"data_offsets":[0,4]}}""")]
    [DataRow("""{"a":{"dtype":"F32","shape":[-1],"data_offsets":[0,4]}}""")]
    [DataRow("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}""")]
    [DataRow("""{"a":{"dtype":"F32","shape":[4611686018427387904,4611686018427387904],"data_offsets":[0,4]}}""")]
    [DataRow("""{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,4]}}""")]
    [DataRow("""{"a":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}""")]
    [DataRow("""{"a":{"dtype":"U8","shape":[3],"data_offsets":[1,4]}}""")]
    [DataRow("""{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]}}""")]
    [DataRow("""{"a":{"dtype":"U8","shape":[5],"data_offsets":[0,5]}}""")]
    [DataRow("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[4,0]}}""")]
    [DataRow("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[-4,0]}}""")]
    [DataRow("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0]}}""")]
    [DataRow("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4,4]}}""")]
    [DataRow(
        """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"b":"""
        + """{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""")]
    [DataRow(
        """{"a":{"dtype":"U8","shape":[3],"data_offsets":[0,3]},"b":"""
        + """{"dtype":"U8","shape":[2],"data_offsets":[2,4]}}""")]
    [DataRow(
        """{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]},"a":"""
        + """{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""")]
    [DataRow("""{"a":{"dtype":"U8","dtype":"U8","shape":[4],"data_offsets":[0,4]}}""")]
    [DataRow("""{"a":{"dtype":"U8","shape":[[4]],"data_offsets":[0,4]}}""")]
    [DataRow("""{"__metadata__":{"x":1},"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""")]
    [DataRow("""{"__metadata__":[],"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""")]
    [DataRow("""{"__metadata__":{},"__metadata__":{},"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""")]
    [DataRow("""{"\ud800":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""")]
    [DataRow("""{"__metadata__":{"x":"\ud800"},"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}}""")]
    [DataRow("""{"a":{"dtype":"U8","shape":[4],"data_offsets":[0,4]}} x""")]
    public void Read_WrongHeader_Throws(string header)
    {
        var error = Assert.ThrowsExactly<FormatException>(() => SafetensorsFile.Read(File(header, [1, 2, 3, 4])));
        StringAssert.StartsWith(error.Message, "Not a valid safetensors file: ");
    }

    [TestMethod]
    [DataRow(0)]
    [DataRow(7)]
    public void Read_FewerBytesThanALength_Throws(int length) =>
        Assert.ThrowsExactly<FormatException>(() => SafetensorsFile.Read(new byte[length]));

    [TestMethod]
    [DataRow(3UL)]
    [DataRow((ulong)int.MaxValue)]
    [DataRow(1UL << 32)]
    [DataRow(ulong.MaxValue)]
    public void Read_HeaderLongerThanTheFile_ThrowsWithBothLengths(ulong length)
    {
        var file = new byte[10];
        BinaryPrimitives.WriteUInt64LittleEndian(file, length);
        var error = Assert.ThrowsExactly<FormatException>(() => SafetensorsFile.Read(file));
        StringAssert.Contains(error.Message, $"at most 2 bytes, got a length of {length}");
    }

    [TestMethod]
    public void Constructor_DuplicateOrReservedName_Throws()
    {
        var a = KeyValuePair.Create("a", Single(1f));
        Assert.ThrowsExactly<ArgumentException>(() => new SafetensorsFile([a, a]));
        Assert.ThrowsExactly<ArgumentException>(
            () => new SafetensorsFile([KeyValuePair.Create("__metadata__", Single(1f))]));
    }

    [TestMethod]
    public void Tensor_BytesThatDoNotFit_ThrowsWithBothNumbers()
    {
        Assert.ThrowsExactly<ArgumentException>(() => new SafetensorsTensor("BF16", [2, 3], new byte[13]));
        var error = Assert.ThrowsExactly<ArgumentException>(() => new SafetensorsTensor("BF16", [2, 3], new byte[11]));
        StringAssert.Contains(error.Message, "type BF16 and shape [2, 3] has 12 bytes, got 11");
        Assert.ThrowsExactly<InvalidOperationException>(
            () => new SafetensorsTensor("U8", [4], new byte[4]).ToSingles());
    }

    private static SafetensorsTensor Single(float value) => SafetensorsTensor.FromSingles([1], [value]);

    // The format's definition: 8 bytes of length, the header, the data. The header has 138 bytes, 144 = 0x90 with its
    // padding;
    // 1f is 0x3F800000 and -2f is 0xC0000000, lowest byte first.
    private static byte[] ByHand() =>
    [
        0x90, 0, 0, 0, 0, 0, 0, 0,
        .. Encoding.ASCII.GetBytes(
            """{"__metadata__":{"by":"larq"},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}"""
            + ""","b":{"dtype":"U8","shape":[3],"data_offsets":[8,11]}}""".PadRight(144 - 84)),
        0x00, 0x00, 0x80, 0x3F, 0x00, 0x00, 0x00, 0xC0,
        5, 255, 0,
    ];

    private static byte[] File(string header, byte[] data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var length = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)text.Length);
        return [.. length, .. text, .. data];
    }
}
