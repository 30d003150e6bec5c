namespace Microsoft.ML.Larq.Formats.Hdf5;

/// <summary>Texts of any length: an element names a heap and its number in it.</summary>
internal sealed class Hdf5Texts(Hdf5File file)
{
    private readonly Dictionary<ulong, Dictionary<int, byte[]>> _heaps = [];

    public string Read(ReadOnlySpan<byte> element)
    {
        var bytes = new Hdf5Bytes(element.ToArray());
        var length = bytes.UInt32();
        var heap = file.Offset(bytes);
        var number = bytes.UInt32();
        if (length == 0 || heap == 0) return "";
        if (!_heaps.TryGetValue(heap, out var texts)) _heaps.Add(heap, texts = Heap(heap));
        if (number > int.MaxValue || !texts.TryGetValue((int)number, out var text) || length > (uint)text.Length)
            throw new FormatException($"Its HDF5 has no text {number} of {length} bytes at byte {heap}.");
        file.Source.Ask(length);
        return Hdf5Bytes.Decode(text.AsSpan(0, (int)length));
    }

    private Dictionary<int, byte[]> Heap(ulong address)
    {
        var head = file.Source.Read(address, (ulong)(8 + file.LengthSize));
        head.Require("GCOL"u8);
        head.Skip(4);
        var bytes = file.Source.Read(address, file.Size(head));
        bytes.Skip(Math.Min(head.Length, bytes.Length));
        var texts = new Dictionary<int, byte[]>();
        while (bytes.Left >= 8 + file.LengthSize)
        {
            var number = bytes.UInt16();
            bytes.Skip(6);
            var size = file.Size(bytes);
            // Entry 0 is the free space.
            if (number == 0) break;
            texts[number] = bytes.Take(size).ToArray();
            bytes.Skip(Math.Min((int)((8 - (size & 7)) & 7), bytes.Left));
        }

        return texts;
    }
}
