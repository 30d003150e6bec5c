using System.Buffers.Binary;
using System.Text;

namespace Microsoft.ML.Larq.Progress.EventFiles;

/// <summary>Fields of a protocol buffer: a key of number and wire type, then the value, little-endian.</summary>
internal static class ProtoField
{
    private const int VarintType = 0;
    private const int EightBytes = 1;
    private const int Counted = 2;
    private const int FourBytes = 5;

    /// <summary>A whole number, at least 0.</summary>
    public static byte[] Whole(int field, long value) => [Key(field, VarintType), .. Varint(value)];

    public static byte[] Double(int field, double value) => [Key(field, EightBytes), .. Bytes(value)];

    public static byte[] Single(int field, float value)
    {
        var bytes = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return [Key(field, FourBytes), .. bytes];
    }

    /// <summary>Numbers, packed: their bytes one after the other.</summary>
    public static byte[] Doubles(int field, IEnumerable<double> values) =>
        Message(field, [.. values.SelectMany(Bytes)]);

    public static byte[] Text(int field, string text) => Message(field, Encoding.UTF8.GetBytes(text));

    /// <summary>A message within a message.</summary>
    public static byte[] Message(int field, byte[] bytes) => [Key(field, Counted), .. Varint(bytes.Length), .. bytes];

    // Numbers of fields are below 16 here, so a key is one byte.
    private static byte Key(int field, int type) => (byte)((field << 3) | type);

    private static byte[] Bytes(double value)
    {
        var bytes = new byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Varint(long value)
    {
        List<byte> bytes = [];
        for (; value > 0x7f; value >>= 7) bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }
}
