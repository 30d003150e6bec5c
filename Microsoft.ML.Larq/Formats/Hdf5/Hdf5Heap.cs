using System.Numerics;

namespace Microsoft.ML.Larq.Formats.Hdf5;

/// <summary>Where newer files keep the links and attributes of a large group: blocks whose size doubles.</summary>
/// <remarks>
/// An id is a place and a length in a space of addresses of its own, which a table of blocks covers: two rows of
/// blocks of the starting size, then rows of blocks twice as large as those before; behind the largest blocks, tables
/// again. A small object is stored in its id; a large one outside the blocks, where a tree leads to it.
/// </remarks>
internal sealed class Hdf5Heap
{
    private readonly Hdf5File _file;
    private readonly int _offsetBytes;
    private readonly int _lengthBytes;
    private readonly int _width;
    private readonly ulong _start;
    private readonly ulong _largest;
    private readonly ulong _root;
    private readonly int _rows;
    private readonly ulong _large;
    private readonly int _blockHead;

    public Hdf5Heap(Hdf5File file, ulong address)
    {
        _file = file;
        var (offset, length) = (file.OffsetSize, file.LengthSize);
        var head = file.Source.Read(address, (ulong)(22 + (12 * length) + (3 * offset)));
        head.Require("FRHP"u8);
        head.Skip(1);
        IdLength = head.UInt16();
        var filters = head.UInt16();
        head.Skip(1);
        var largestManaged = head.UInt32();
        head.Skip(length);
        _large = file.Offset(head);
        head.Skip(length + offset + (8 * length));
        _width = head.UInt16();
        _start = file.Size(head);
        _largest = file.Size(head);
        int bits = head.UInt16();
        head.Skip(2);
        _root = file.Offset(head);
        _rows = head.UInt16();
        if (filters != 0 || IdLength is < 2 or > 64 || _width == 0 || !BitOperations.IsPow2(_start)
            || !BitOperations.IsPow2(_largest) || _largest < _start || bits is 0 or > 64 || largestManaged == 0)
        {
            throw new FormatException("Its HDF5 has a heap that is filtered or damaged.");
        }

        _offsetBytes = (bits + 7) / 8;
        _lengthBytes = Math.Max(
            1,
            Math.Min((BitOperations.Log2(_largest) + 7) / 8, (BitOperations.Log2(largestManaged) / 8) + 1));
        _blockHead = 5 + offset + _offsetBytes;
    }

    /// <summary>How many bytes an id has.</summary>
    public int IdLength { get; }

    public Hdf5Bytes Read(byte[] id)
    {
        const int Managed = 0;
        const int Large = 1;
        const int Small = 2;
        var bytes = new Hdf5Bytes(id);
        var first = bytes.Byte();
        switch ((first >> 4) & 3)
        {
            case Managed:
                var offset = bytes.Number(_offsetBytes);
                var length = bytes.Number(_lengthBytes);
                return _file.Source.Read(Address(offset), length);
            case Large:
                return ReadLarge(bytes);
            case Small:
                // Long ids have one more byte for the length. The stored length is the object's minus one.
                var size = IdLength <= 17 ? first & 15 : ((first & 15) << 8) | bytes.Byte();
                return new Hdf5Bytes(bytes.Take(size + 1).ToArray());
            default:
                throw new FormatException($"Its HDF5 has a heap's object of an unknown kind, {first:X2}.");
        }
    }

    private Hdf5Bytes ReadLarge(Hdf5Bytes id)
    {
        if (IdLength >= 1 + _file.OffsetSize + _file.LengthSize)
            return _file.Source.Read(_file.Offset(id), _file.Size(id));
        var number = id.Number(Math.Min(IdLength - 1, _file.LengthSize));
        foreach (var record in Hdf5Tree.Records(_file, _large))
        {
            var (address, length) = (_file.Offset(record), _file.Size(record));
            if (_file.Size(record) == number) return _file.Source.Read(address, length);
        }

        throw new FormatException($"Its HDF5 has no large object {number} in its heap.");
    }

    // From the table at the root down; a table in a table has fewer rows, so there is an end.
    private ulong Address(ulong offset)
    {
        if (_rows == 0) return _root + offset;
        var (table, rows) = (_root, _rows);
        var directRows = BitOperations.Log2(_largest) - BitOperations.Log2(_start) + 2;
        while (true)
        {
            var inRows = offset / _start / (ulong)_width;
            var row = inRows == 0 ? 0 : BitOperations.Log2(inRows) + 1;
            var before = row == 0 ? 0 : _start * (ulong)_width << (row - 1);
            var size = row == 0 ? _start : _start << (row - 1);
            if (row >= rows || size == 0) throw new FormatException("Its HDF5 has a place outside of its heap.");
            var column = (offset - before) / size;
            var entry = ((ulong)row * (ulong)_width) + column;
            var head = _file.Source.Read(table, 4);
            head.Require("FHIB"u8);
            var pointer = _file.Source.Read(
                table + (ulong)_blockHead + (entry * (ulong)_file.OffsetSize), (ulong)_file.OffsetSize);
            var block = _file.Offset(pointer);
            offset -= before + (column * size);
            if (row < directRows) return block + offset;
            var inner = BitOperations.Log2(size) - BitOperations.Log2(_start) - BitOperations.Log2((uint)_width) + 1;
            if (inner <= 0 || inner >= rows) throw new FormatException("Its HDF5 has a table within itself.");
            (table, rows) = (block, inner);
        }
    }
}
