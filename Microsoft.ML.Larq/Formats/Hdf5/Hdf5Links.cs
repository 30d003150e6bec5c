namespace Microsoft.ML.Larq.Formats.Hdf5;

/// <summary>All entries of a group, read once: in one of three ways, by the file's age and the group's size.</summary>
internal static class Hdf5Links
{
    public static Dictionary<string, Hdf5Link> Read(Hdf5File file, Hdf5Object group)
    {
        var links = new Dictionary<string, Hdf5Link>(StringComparer.Ordinal);
        if (group.Message(Hdf5Message.SymbolTable) is { } table)
        {
            var place = table.Open();
            Hdf5SymbolTable.Read(file, file.Offset(place), file.Offset(place), links);
            return links;
        }

        foreach (var message in group.Messages(Hdf5Message.Link)) Add(message.Open());
        if (group.Message(Hdf5Message.LinkInfo) is not { } info) return links;
        const int HasOrder = 1;
        const int Hash = 4;
        var bytes = info.Open();
        bytes.Skip(1);
        if ((bytes.Byte() & HasOrder) != 0) bytes.Skip(8);
        var (heapAddress, index) = (file.Offset(bytes), file.Offset(bytes));
        if (file.IsNowhere(index)) return links;
        var heap = new Hdf5Heap(file, heapAddress);
        foreach (var record in Hdf5Tree.Records(file, index))
        {
            record.Skip(Hash);
            Add(heap.Read(record.Take(heap.IdLength).ToArray()));
        }

        return links;

        void Add(Hdf5Bytes content)
        {
            var (name, link) = Hdf5Link.Read(file, content);
            links[name] = link;
        }
    }
}
