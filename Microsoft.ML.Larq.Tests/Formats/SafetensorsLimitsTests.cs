using System.Buffers.Binary;
using System.Text;
using Microsoft.ML.Larq.Formats;

namespace Microsoft.ML.Larq.Tests.Formats;

/// <summary>
/// One fault alone in a file that is right otherwise, so that no other check finds it, and what is said.
/// </summary>
[TestClass]
public class SafetensorsLimitsTests
{
    [TestMethod]
    [DataRow(" {}", 0, "its header does not start with '{'")]
    [DataRow("", 0, "its header does not start with '{'")]
    [DataRow(
        """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,8]}}""", 8,
        "tensor 'a' of type F32 and shape [1] has 4 bytes, got 0 to 8")]
    [DataRow(
        """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8,
        "tensor 'a' of type F32 and shape [3] has 12 bytes, got 0 to 8")]
    [DataRow(
        """{"a":{"dtype":"U8","shape":[9],"data_offsets":[0,9]}}""", 8,
        "tensor 'a' starts at 0 and ends within 8 bytes of data, got 0 to 9")]
    [DataRow(
        """{"a":{"dtype":"U8","shape":[7],"data_offsets":[1,8]}}""", 8,
        "tensor 'a' starts at 0 and ends within 8 bytes of data, got 1 to 8")]
    [DataRow(
        """{"a":{"dtype":"U8","shape":[7],"data_offsets":[0,7]}}""", 8,
        "its tensors take 7 bytes, got 8 bytes of data")]
    [DataRow(
        """{"a":{"dtype":"U8","shape":[4611686018427387904,4],"data_offsets":[0,0]}}""", 0,
        "The shape [4611686018427387904, 4] has too many elements")]
    [DataRow(
        """{"a":{"dtype":"U8","shape":[0,-1],"data_offsets":[0,0]}}""", 0,
        "A dimension of a shape is at least 0, got -1")]
    public void Read_OneFaultAlone_IsSaid(string header, int data, string message)
    {
        var error = Assert.ThrowsExactly<FormatException>(() => SafetensorsFile.Read(File(header, data)));
        StringAssert.Contains(error.Message, message);
    }

    // The longest that a shape may say, 2⁶³ − 1 bytes, is counted; the file only lacks them.
    [TestMethod]
    public void Read_LongestShape_IsCounted() => StringAssert.Contains(
        Assert.ThrowsExactly<FormatException>(() => SafetensorsFile.Read(File(
            """{"a":{"dtype":"U8","shape":[9223372036854775807],"data_offsets":[0,0]}}""", 0))).Message,
        "has 9223372036854775807 bytes, got 0 to 0");

    // A header as long as was agreed, and by one longer.
    [TestMethod]
    public void Read_HeaderOfTheAgreedLength_IsTakenAndNoLonger()
    {
        var file = File("{}" + new string(' ', 30), 0);
        Assert.IsEmpty(SafetensorsFile.Read(file, 32).Tensors);
        var error = Assert.ThrowsExactly<FormatException>(() => SafetensorsFile.Read(file, 31));
        StringAssert.Contains(error.Message, "its header has at most 31 bytes, got a length of 32");
    }

    [TestMethod]
    [DataRow(5)]
    [DataRow(7)]
    public void FromSingles_OtherNumberThanTheShapes_NamesBoth(int count)
    {
        var error = Assert.ThrowsExactly<ArgumentException>(
            () => SafetensorsTensor.FromSingles([2, 3], new float[count]));
        StringAssert.Contains(error.Message, $"A tensor of shape [2, 3] has other than {count} elements");
    }

    private static byte[] File(string header, int data)
    {
        var text = Encoding.UTF8.GetBytes(header);
        var file = new byte[sizeof(ulong) + text.Length + data];
        BinaryPrimitives.WriteUInt64LittleEndian(file, (ulong)text.Length);
        text.CopyTo(file, sizeof(ulong));
        return file;
    }
}
