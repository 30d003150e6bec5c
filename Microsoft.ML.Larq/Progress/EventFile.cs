using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Microsoft.ML.Larq.Progress;

/// <summary>TensorBoard's event file: a version, then an event for each value, the epoch as its step.</summary>
/// <remarks>
/// A record is the length of its data (8 bytes), the length's checksum, the data and the data's checksum, all
/// little-endian.
/// The data is a protocol buffer <c>Event</c>: wall time in seconds since 1970 (1, double), step (2, varint), file
/// version (3, text), summary (5); a summary holds values (1) of tag (1, text) and simple value (2, float).
/// </remarks>
internal static class EventFile
{
    /// <summary>TensorBoard looks for "tfevents" in a file's name.</summary>
    public const string Name = "events.out.tfevents.larq";

    private const byte WallTime = (1 << 3) | 1;
    private const byte Step = (2 << 3) | 0;
    private const byte FileVersion = (3 << 3) | 2;
    private const byte Summary = (5 << 3) | 2;
    private const byte Value = (1 << 3) | 2;
    private const byte Tag = (1 << 3) | 2;
    private const byte SimpleValue = (2 << 3) | 5;

    public static void Write(Stream file, TrainingHistory history, double seconds)
    {
        Record(file, [WallTime, .. Double(seconds), .. Text(FileVersion, "brain.Event:2")]);
        var columns = history.Names.Select(name => (Name: name, Values: history[name])).ToArray();
        for (var epoch = 0; epoch < history.Epochs; epoch++)
        {
            foreach (var (name, values) in columns.Where(column => !double.IsNaN(column.Values[epoch])))
            {
                byte[] value = [.. Text(Tag, name), SimpleValue, .. Single((float)values[epoch])];
                byte[] summary = Bytes(Value, value);
                Record(file, [WallTime, .. Double(seconds), Step, .. Varint(epoch + 1), .. Bytes(Summary, summary)]);
            }
        }
    }

    private static void Record(Stream file, byte[] data)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, data.Length);
        file.Write([.. length, .. Checksum(length), .. data, .. Checksum(data)]);
    }

    // CRC-32C, rotated right by 15 bits, plus a constant: a CRC of data that contains CRCs would be weak otherwise.
    private static byte[] Checksum(byte[] data)
    {
        var crc = ~data.Aggregate(~0u, BitOperations.Crc32C);
        var checksum = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, unchecked(BitOperations.RotateRight(crc, 15) + 0xa282ead8u));
        return checksum;
    }

    private static byte[] Text(byte field, string text) => Bytes(field, Encoding.UTF8.GetBytes(text));

    private static byte[] Bytes(byte field, byte[] bytes) => [field, .. Varint(bytes.Length), .. bytes];

    private static byte[] Double(double value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteDoubleLittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Single(float value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Varint(int value)
    {
        List<byte> bytes = [];
        for (; value > 0x7f; value >>= 7) bytes.Add((byte)(value | 0x80));
        return [.. bytes, (byte)value];
    }
}
