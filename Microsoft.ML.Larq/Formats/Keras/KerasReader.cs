using System.Collections.Immutable;
using PureHDF;

namespace Microsoft.ML.Larq.Formats;

/// <summary>Reads the layers of one opened file, whose length bounds everything that is read.</summary>
internal sealed class KerasReader
{
    private const string Weights = "model_weights";
    private const string LayerNames = "layer_names";
    private const string WeightNames = "weight_names";

    private readonly long _fileLength;
    private long _left;

    public KerasReader(long fileLength) => _fileLength = _left = fileLength;

    public KerasFile Read(IH5Group root)
    {
        var version = Text(root, "keras_version");
        if (version?.Split('.')[0] is { } major && major is not ("1" or "2"))
            throw new FormatException($"It is of Keras 2, got Keras {version}.");
        var model = Find(root, Weights) as IH5Group ?? root;
        var names = Strings(model, LayerNames)
            ?? throw new FormatException($"It has the list '{LayerNames}', as Keras writes it; there is none.");
        var layers = ImmutableArray.CreateBuilder<KerasLayer>(names.Length);
        foreach (var name in names)
        {
            if (layers.Any(layer => layer.Name == name)) throw new FormatException($"Two layers are called '{name}'.");
            layers.Add(Layer(model, name));
        }

        return new KerasFile(layers.DrainToImmutable(), Text(root, "model_config"), version);
    }

    private KerasLayer Layer(IH5Group model, string name)
    {
        var group = Find(model, name) as IH5Group
            ?? throw new FormatException($"Layer '{name}' is listed and has no group.");
        var names = Strings(group, WeightNames)
            ?? throw new FormatException($"Layer '{name}' has the list '{WeightNames}'; there is none.");
        return new KerasLayer(name, [.. names.Select(weight => Weight(group, name, weight))]);
    }

    private KerasWeight Weight(IH5Group group, string layer, string name)
    {
        var what = $"Layer '{layer}': weight '{name}'";
        var data = Find(group, name) as IH5Dataset
            ?? throw new FormatException($"{what} is listed and is not there.");
        var shape = Dimensions(data.Space, what);
        var type = ElementType(data.Type);
        if (type != "float32") return new KerasWeight(name, shape, type, null);
        if (data.Layout.Class is not (H5DataLayoutClass.Contiguous or H5DataLayoutClass.Compact))
        {
            throw new FormatException(
                $"{what} is stored in one piece, as Keras writes it, got {data.Layout.Class}.");
        }

        var bytes = shape.Aggregate((Int128)sizeof(float), (product, dimension) => product * dimension);
        if (bytes > _left)
        {
            throw new FormatException(
                $"{what} of shape ({string.Join(", ", shape)}) is larger than what the file holds.");
        }

        _left -= (long)bytes;
        // A single number has no array to be read into.
        var values = shape.IsEmpty ? [data.Read<float>()] : data.Read<float[]>();
        return values.Length * (long)sizeof(float) == bytes
            ? new KerasWeight(name, shape, type, values)
            : throw new FormatException($"{what} has {bytes / sizeof(float)} values, got {values.Length}.");
    }

    /// <summary>A list of texts, which Keras splits into <c>name0</c>, <c>name1</c>, … where it is long.</summary>
    private string[]? Strings(IH5Object owner, string name)
    {
        if (owner.AttributeExists(name)) return Texts(owner.Attribute(name));
        var pieces = new List<string>();
        var piece = 0;
        for (; owner.AttributeExists($"{name}{piece}"); piece++)
            pieces.AddRange(Texts(owner.Attribute($"{name}{piece}")));
        return piece == 0 ? null : [.. pieces];
    }

    private string? Text(IH5Object owner, string name) =>
        owner.AttributeExists(name) ? Texts(owner.Attribute(name)).FirstOrDefault() : null;

    // A layer without weights has an empty list of numbers.
    private string[] Texts(IH5Attribute attribute)
    {
        var dimensions = Dimensions(attribute.Space, $"List '{attribute.Name}'");
        var count = dimensions.Aggregate((Int128)1, (product, dimension) => product * dimension);
        if (count == 0) return [];
        if (count * Math.Max(attribute.Type.Size, 1) > _fileLength)
            throw new FormatException($"List '{attribute.Name}' of {count} texts is larger than what the file holds.");
        if (attribute.Type.Class is not (H5DataTypeClass.String or H5DataTypeClass.VariableLength))
            throw new FormatException($"List '{attribute.Name}' is of texts, got {attribute.Type.Class}.");
        var texts = dimensions.IsEmpty ? [attribute.Read<string>()] : attribute.Read<string[]>();
        return texts.Contains(null) ? throw new FormatException($"List '{attribute.Name}' has an empty text.") : texts;
    }

    private static ImmutableArray<int> Dimensions(IH5Dataspace space, string what) =>
    [
        .. space.Dimensions.Select(dimension => dimension <= int.MaxValue
            ? (int)dimension
            : throw new FormatException($"{what}: a dimension is at most {int.MaxValue}, got {dimension}.")),
    ];

    private static IH5Object? Find(IH5Group group, string path) => group.LinkExists(path) ? group.Get(path) : null;

    private static string ElementType(IH5DataType type) => type.Class switch
    {
        H5DataTypeClass.FloatingPoint => $"float{type.Size * 8}",
        H5DataTypeClass.FixedPoint => $"{(type.FixedPoint.IsSigned ? "int" : "uint")}{type.Size * 8}",
        _ => type.Class.ToString(),
    };
}
