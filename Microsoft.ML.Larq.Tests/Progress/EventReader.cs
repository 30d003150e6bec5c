using Tensorboard;

namespace Microsoft.ML.Larq.Tests.Progress;

/// <summary>
/// Reads event files by other means than the library writes them: checksums bit by bit, messages by TorchSharp's own
/// generated reader.
/// </summary>
internal static class EventReader
{
    private const int Head = 12;
    private const int Foot = 4;

    /// <summary>The events of the one event file in a folder.</summary>
    public static Event[] Single(string folder) => Read(File.ReadAllBytes(Directory.GetFiles(folder).Single()));

    /// <summary>The events of all files in a folder, in the order in which TensorBoard reads them.</summary>
    public static Event[] All(string folder) =>
        [.. Directory.GetFiles(folder).Order(StringComparer.Ordinal).SelectMany(file => Read(File.ReadAllBytes(file)))];

    public static Event[] Read(byte[] file) =>
        [.. Records(file).Select(record => Event.Parser.ParseFrom(record, Head, record.Length - Head - Foot))];

    /// <summary>The records with lengths and checksums, which are checked.</summary>
    public static List<byte[]> Records(byte[] file)
    {
        List<byte[]> records = [];
        for (var at = 0; at < file.Length; at += records[^1].Length)
        {
            var length = (int)BitConverter.ToInt64(file, at);
            var record = file[at..(at + Head + length + Foot)];
            Assert.AreEqual(Masked(record[..8]), BitConverter.ToUInt32(record, 8), $"length's checksum at {at}");
            Assert.AreEqual(
                Masked(record[Head..^Foot]), BitConverter.ToUInt32(record, Head + length), $"data's checksum at {at}");
            records.Add(record);
        }

        return records;
    }

    /// <summary>Tag, step and value of every scalar, in their order.</summary>
    public static (string Tag, long Step, float Value)[] Scalars(IEnumerable<Event> events) =>
    [
        .. from one in events
           where one.WhatCase == Event.WhatOneofCase.Summary
           from value in one.Summary.Value
           where value.ValueCase == Tensorboard.Summary.Types.Value.ValueOneofCase.SimpleValue
           select (value.Tag, one.Step, value.SimpleValue),
    ];

    /// <summary>
    /// What TensorBoard keeps of scalars: at a start, what was read before from that step on is dropped.
    /// </summary>
    public static (string Tag, long Step, float Value)[] Kept(IEnumerable<Event> events)
    {
        List<Event> kept = [];
        foreach (var one in events)
        {
            if (one.WhatCase == Event.WhatOneofCase.SessionLog
                && one.SessionLog.Status == SessionLog.Types.SessionStatus.Start)
            {
                kept.RemoveAll(before => before.Step >= one.Step);
            }

            kept.Add(one);
        }

        return Scalars(kept);
    }

    // CRC-32C by definition: the reflected polynomial 0x82f63b78, a bit at a time; then TensorFlow's mask.
    private static uint Masked(byte[] data)
    {
        var crc = uint.MaxValue;
        foreach (var one in data)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0x82f63b78u;
        }

        crc = ~crc;
        return unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8u);
    }
}
