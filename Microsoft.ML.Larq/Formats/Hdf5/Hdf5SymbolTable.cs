namespace Microsoft.ML.Larq.Formats.Hdf5;

/// <summary>A group's entries as HDF5 wrote them first: a tree of tables, and a heap of names.</summary>
internal static class Hdf5SymbolTable
{
    private const int Levels = 32;
    private const int SoftLink = 2;
    private const int Scratch = 16;

    public static void Read(Hdf5File file, ulong tree, ulong heap, Dictionary<string, Hdf5Link> links)
    {
        var names = Names(file, heap);
        var open = new Stack<(ulong Address, int Level)>([(tree, Levels)]);
        while (open.TryPop(out var node))
        {
            var head = file.Source.Read(node.Address, (ulong)(8 + (2 * file.OffsetSize)));
            head.Require("TREE"u8);
            head.Skip(1);
            int level = head.Byte();
            int count = head.UInt16();
            if (level >= node.Level) throw new FormatException("Its HDF5 leads in a circle: a tree within itself.");
            var entries = file.Source.Read(
                node.Address + (ulong)head.Length, (ulong)(count * (file.LengthSize + file.OffsetSize)));
            for (var i = 0; i < count; i++)
            {
                entries.Skip(file.LengthSize);
                var child = file.Offset(entries);
                if (level == 0) Table(file, child, names, links);
                else open.Push((child, level));
            }
        }
    }

    private static Hdf5Bytes Names(Hdf5File file, ulong address)
    {
        var head = file.Source.Read(address, (ulong)(8 + (2 * file.LengthSize) + file.OffsetSize));
        head.Require("HEAP"u8);
        head.Skip(4);
        var size = file.Size(head);
        head.Skip(file.LengthSize);
        return file.Source.Read(file.Offset(head), size);
    }

    private static void Table(Hdf5File file, ulong address, Hdf5Bytes names, Dictionary<string, Hdf5Link> links)
    {
        var head = file.Source.Read(address, 8);
        head.Require("SNOD"u8);
        head.Skip(2);
        int count = head.UInt16();
        var entries = file.Source.Read(address + 8, (ulong)(count * ((2 * file.OffsetSize) + 8 + Scratch)));
        for (var i = 0; i < count; i++)
        {
            var name = Name(file.Offset(entries));
            var target = file.Offset(entries);
            var type = entries.UInt32();
            entries.Skip(4);
            var scratch = new Hdf5Bytes(entries.Take(Scratch).ToArray());
            links[name] = type == SoftLink ? new Hdf5Link(0, Name(scratch.UInt32())) : new Hdf5Link(target);
        }

        string Name(ulong at)
        {
            var name = names.Name((int)Math.Min(at, int.MaxValue));
            file.Source.Ask(name.Length);
            return name;
        }
    }
}
