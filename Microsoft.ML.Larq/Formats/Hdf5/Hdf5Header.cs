namespace Microsoft.ML.Larq.Formats.Hdf5;

/// <summary>The messages of which an object consists: what it is, its attributes, where its data are.</summary>
internal static class Hdf5Header
{
    private const int Continuation = 0x10;

    public static List<Hdf5Message> Read(Hdf5File file, ulong address)
    {
        var start = file.Source.Read(address, 4);
        return start.Take(4).SequenceEqual("OHDR"u8) ? New(file, address) : Old(file, address);
    }

    private static List<Hdf5Message> Old(Hdf5File file, ulong address)
    {
        var head = file.Source.Read(address, 16);
        var version = head.Byte();
        if (version != 1) throw new FormatException($"Its HDF5 has no object at byte {address}.");
        head.Skip(7);
        var messages = new List<Hdf5Message>();
        var pieces = new Queue<(ulong Address, ulong Length)>([(address + 16, head.UInt32())]);
        while (pieces.TryDequeue(out var piece))
        {
            var bytes = file.Source.Read(piece.Address, piece.Length);
            while (bytes.Left >= 8)
            {
                var type = bytes.UInt16();
                var size = bytes.UInt16();
                var flags = bytes.Byte();
                bytes.Skip(3);
                Add(file, messages, pieces, new Hdf5Message(type, flags, bytes.Take(size).ToArray()));
            }
        }

        return messages;
    }

    private static List<Hdf5Message> New(Hdf5File file, ulong address)
    {
        // Signature, version, flags; four times of day; two bounds; the size of the first piece.
        var head = file.Source.Read(
            address, Math.Min(6 + 16 + 4 + 8, (ulong)file.Source.Length - address - file.Source.Base));
        head.Skip(4);
        var version = head.Byte();
        if (version != 2) throw new FormatException($"Its HDF5 has an object of version 1 or 2, got {version}.");
        var flags = head.Byte();
        if ((flags & 0x20) != 0) head.Skip(16);
        if ((flags & 0x10) != 0) head.Skip(4);
        var length = head.Number(1 << (flags & 3));
        var messages = new List<Hdf5Message>();
        var hasOrder = (flags & 4) != 0;
        var pieces = new Queue<(ulong Address, ulong Length)>();
        Messages(file.Source.Read(address + (ulong)head.Position, length));
        while (pieces.TryDequeue(out var piece))
        {
            var bytes = file.Source.Read(piece.Address, piece.Length);
            bytes.Require("OCHK"u8);
            // A checksum comes last.
            if (bytes.Left < 4) throw new FormatException($"Its HDF5 has no room for a sum at {piece.Address}.");
            Messages(new Hdf5Bytes(bytes.Take(bytes.Left - 4).ToArray()));
        }

        return messages;

        void Messages(Hdf5Bytes bytes)
        {
            // A rest that is too short for a message is a gap.
            while (bytes.Left >= (hasOrder ? 6 : 4))
            {
                var type = bytes.Byte();
                var size = bytes.UInt16();
                var messageFlags = bytes.Byte();
                if (hasOrder) bytes.Skip(2);
                Add(file, messages, pieces, new Hdf5Message(type, messageFlags, bytes.Take(size).ToArray()));
            }
        }
    }

    private static void Add(
        Hdf5File file, List<Hdf5Message> messages, Queue<(ulong, ulong)> pieces, Hdf5Message message)
    {
        if (message.Type == Continuation)
        {
            var place = message.Open();
            pieces.Enqueue((file.Offset(place), file.Size(place)));
        }
        else
        {
            messages.Add(message);
        }
    }
}
