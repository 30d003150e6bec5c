using System.Buffers.Binary;
using System.Numerics;

namespace Microsoft.ML.Larq.Progress.EventFiles;

/// <summary>The records of TensorBoard's event files.</summary>
/// <remarks>
/// <para>
/// A record is the length of its data (8 bytes), the length's checksum, the data and the data's checksum, all
/// little-endian. The data is a protocol buffer <c>Event</c>: wall time in seconds since 1970 (1, double), step (2,
/// varint), and one of file version (3, text), summary (5) and session log (7).
/// </para>
/// <para>
/// A summary holds values (1) of tag (1, text) and either simple value (2, float) or histogram (5): least (1), largest
/// (2), count (3), sum (4) and sum of squares (5), all double, the ranges' ends (6) and their counts (7), packed.
/// </para>
/// </remarks>
internal static class EventRecord
{
    private const int Time = 1;
    private const int Step = 2;
    private const int FileVersion = 3;
    private const int Summary = 5;
    private const int SessionLog = 7;
    private const int SessionStart = 1;

    /// <summary>A time as TensorBoard counts it: seconds since 1970, to the millisecond.</summary>
    public static double Seconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() / 1000.0;

    /// <summary>What a file begins with.</summary>
    /// <param name="seconds">The time, in seconds since 1970.</param>
    public static byte[] Version(double seconds) =>
        Of([.. ProtoField.Double(Time, seconds), .. ProtoField.Text(FileVersion, "brain.Event:2")]);

    /// <summary>
    /// Training begins or goes on at a step: TensorBoard drops what the folder's older files have from it on.
    /// </summary>
    public static byte[] Start(double seconds, int step) =>
        Of([.. At(seconds, step), .. ProtoField.Message(SessionLog, ProtoField.Whole(1, SessionStart))]);

    public static byte[] Scalar(double seconds, int step, string tag, double value) =>
        Summarized(seconds, step, tag, ProtoField.Single(2, (float)value));

    public static byte[] Histogram(double seconds, int step, string tag, HistogramFacts histogram) =>
        Summarized(seconds, step, tag, ProtoField.Message(5,
        [
            .. ProtoField.Double(1, histogram.Least),
            .. ProtoField.Double(2, histogram.Largest),
            .. ProtoField.Double(3, histogram.Count),
            .. ProtoField.Double(4, histogram.Sum),
            .. ProtoField.Double(5, histogram.Squares),
            .. ProtoField.Doubles(6, histogram.Limits),
            .. ProtoField.Doubles(7, histogram.Counts.Select(count => (double)count)),
        ]));

    private static byte[] Summarized(double seconds, int step, string tag, byte[] value) => Of(
    [
        .. At(seconds, step),
        .. ProtoField.Message(Summary, ProtoField.Message(1, [.. ProtoField.Text(1, tag), .. value])),
    ]);

    private static byte[] At(double seconds, int step) =>
        [.. ProtoField.Double(Time, seconds), .. ProtoField.Whole(Step, step)];

    private static byte[] Of(byte[] data)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, data.Length);
        return [.. length, .. Checksum(length), .. data, .. Checksum(data)];
    }

    // CRC-32C, rotated right by 15 bits, plus a constant: a CRC of data that contains CRCs would be weak otherwise.
    private static byte[] Checksum(byte[] data)
    {
        var crc = ~data.Aggregate(~0u, BitOperations.Crc32C);
        var checksum = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(checksum, unchecked(BitOperations.RotateRight(crc, 15) + 0xa282ead8u));
        return checksum;
    }
}
