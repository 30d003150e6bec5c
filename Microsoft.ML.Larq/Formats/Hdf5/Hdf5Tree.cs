using System.Numerics;

namespace Microsoft.ML.Larq.Formats.Hdf5;

/// <summary>The records of a tree as newer files index names with: all of them, in the tree's order or not.</summary>
internal static class Hdf5Tree
{
    // Signature, version and type come first; a checksum comes last.
    private const int Head = 6;
    private const int Sum = 4;
    private const int Depths = 16;

    public static IEnumerable<Hdf5Bytes> Records(Hdf5File file, ulong address)
    {
        var head = file.Source.Read(address, (ulong)(22 + file.OffsetSize + file.LengthSize));
        head.Require("BTHD"u8);
        head.Skip(2);
        var nodeSize = head.UInt32();
        int recordSize = head.UInt16();
        int depth = head.UInt16();
        head.Skip(2);
        var root = file.Offset(head);
        int count = head.UInt16();
        if (depth > Depths || recordSize == 0 || nodeSize <= Head + Sum + recordSize)
            throw new FormatException($"Its HDF5 has a tree of depth {depth}, records of {recordSize} bytes.");
        if (count == 0 || file.IsNowhere(root)) yield break;
        var counts = new Counts(file, nodeSize, recordSize, depth);
        var open = new Stack<(ulong Address, int Count, int Depth)>([(root, count, depth)]);
        while (open.TryPop(out var node))
        {
            var pointer = node.Depth == 0 ? 0 : counts.PointerSize(node.Depth);
            var size = Head + ((long)node.Count * recordSize) + ((node.Count + 1L) * pointer);
            var bytes = file.Source.Read(node.Address, (ulong)size);
            bytes.Require(node.Depth == 0 ? "BTLF"u8 : "BTIN"u8);
            bytes.Skip(2);
            for (var i = 0; i < node.Count; i++) yield return new Hdf5Bytes(bytes.Take(recordSize).ToArray());
            for (var i = 0; i <= node.Count && node.Depth > 0; i++)
            {
                var child = file.Offset(bytes);
                var records = (int)Math.Min(bytes.Number(counts.Size), int.MaxValue);
                bytes.Skip(pointer - file.OffsetSize - counts.Size);
                open.Push((child, records, node.Depth - 1));
            }
        }
    }

    /// <summary>How many bytes a count of records has; it follows from the largest count.</summary>
    private sealed class Counts
    {
        private readonly int[] _pointers;

        public Counts(Hdf5File file, uint nodeSize, int recordSize, int depth)
        {
            var room = (UInt128)(nodeSize - Head - Sum);
            var all = room / (uint)recordSize;
            Size = Bytes(all);
            _pointers = new int[depth + 1];
            var ofAll = 0;
            for (var i = 1; i <= depth; i++)
            {
                _pointers[i] = file.OffsetSize + Size + ofAll;
                var records = (room - UInt128.Min((uint)_pointers[i], room)) / (uint)(recordSize + _pointers[i]);
                all = UInt128.Min(((records + 1) * all) + records, ulong.MaxValue);
                ofAll = Bytes(all);
            }
        }

        public int Size { get; }

        public int PointerSize(int depth) => _pointers[depth];

        private static int Bytes(UInt128 largest) =>
            (BitOperations.Log2((ulong)UInt128.Max(largest, 1)) / 8) + 1;
    }
}
