namespace Microsoft.ML.Larq.Formats.Hdf5;

/// <summary>A group or a data set.</summary>
internal sealed class Hdf5Object
{
    private const int SoftLinks = 16;

    private readonly Hdf5File _file;
    private readonly List<Hdf5Message> _messages;
    private Dictionary<string, Hdf5Link>? _links;
    private Dictionary<string, Hdf5Attribute>? _attributes;

    public Hdf5Object(Hdf5File file, List<Hdf5Message> messages) => (_file, _messages) = (file, messages);

    public bool IsGroup => Message(Hdf5Message.SymbolTable) is not null || Message(Hdf5Message.LinkInfo) is not null
        || Message(Hdf5Message.Link) is not null;

    /// <summary>The data set; null where it is none.</summary>
    public Hdf5Data? Data => Message(Hdf5Message.Layout) is { } layout ? new Hdf5Data(_file, this, layout) : null;

    public Hdf5Message? Message(int type) => _messages.Find(message => message.Type == type);

    public IEnumerable<Hdf5Message> Messages(int type) => _messages.Where(message => message.Type == type);

    public Hdf5Attribute? Attribute(string name)
    {
        _attributes ??= Attributes();
        _file.Source.Ask(name.Length);
        return _attributes.GetValueOrDefault(name);
    }

    /// <summary>What a path leads to, from here or, with a slash before it, from the root; null for nothing.</summary>
    /// <exception cref="FormatException">It leads in a circle or to another file.</exception>
    public Hdf5Object? Find(string path)
    {
        var softLinks = 0;
        return Find(path, ref softLinks);
    }

    private Hdf5Object? Find(string path, ref int softLinks)
    {
        _file.Source.Ask(path.Length);
        var isFromRoot = path.StartsWith('/');
        var current = isFromRoot ? _file.Root : this;
        foreach (var name in path[(isFromRoot ? 1 : 0)..].Split('/'))
        {
            if (name.Length == 0 || !current.IsGroup) return null;
            current._links ??= Hdf5Links.Read(_file, current);
            if (!current._links.TryGetValue(name, out var link)) return null;
            if (link.IsElsewhere)
            {
                throw new FormatException(
                    $"'{name}' is a link into another file (External); none but this one is read.");
            }

            if (link.Path is null)
            {
                current = _file.At(link.Address);
                continue;
            }

            if (++softLinks > SoftLinks) throw new FormatException($"Its HDF5 leads in a circle at '{name}'.");
            if (current.Find(link.Path, ref softLinks) is not { } target) return null;
            current = target;
        }

        return current;
    }

    private Dictionary<string, Hdf5Attribute> Attributes()
    {
        var attributes = new Dictionary<string, Hdf5Attribute>(StringComparer.Ordinal);
        foreach (var message in Messages(Hdf5Message.Attribute)) Add(message.Open());
        if (Message(Hdf5Message.AttributeInfo) is not { } info) return attributes;
        const int HasOrder = 1;
        const int Shared = 2;
        var bytes = info.Open();
        bytes.Skip(1);
        if ((bytes.Byte() & HasOrder) != 0) bytes.Skip(2);
        var (heapAddress, index) = (_file.Offset(bytes), _file.Offset(bytes));
        if (_file.IsNowhere(index)) return attributes;
        var heap = new Hdf5Heap(_file, heapAddress);
        foreach (var record in Hdf5Tree.Records(_file, index))
        {
            var id = record.Take(heap.IdLength).ToArray();
            if ((record.Byte() & Shared) != 0) throw new FormatException("Its HDF5 shares an attribute.");
            Add(heap.Read(id));
        }

        return attributes;

        void Add(Hdf5Bytes content)
        {
            var attribute = new Hdf5Attribute(_file, content);
            attributes[attribute.Name] = attribute;
        }
    }
}
