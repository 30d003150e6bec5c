using System.Collections.Immutable;
using Microsoft.ML.Larq.Formats.Hdf5;

namespace Microsoft.ML.Larq.Formats.Keras;

/// <summary>Reads the layers of one opened file, whose length bounds everything that is read.</summary>
internal sealed class KerasReader
{
    private const string Weights = "model_weights";
    private const string LayerNames = "layer_names";
    private const string WeightNames = "weight_names";

    private long _left;

    public KerasReader(long fileLength) => _left = fileLength;

    public KerasFile Read(Hdf5Object root)
    {
        var version = Text(root, "keras_version");
        if (version?.Split('.')[0] is { } major && major is not ("1" or "2"))
            throw new FormatException($"It is of Keras 2, got Keras {version}.");
        var model = root.Find(Weights) is { IsGroup: true } group ? group : root;
        var names = Strings(model, LayerNames)
            ?? throw new FormatException($"It has the list '{LayerNames}', as Keras writes it; there is none.");
        var layers = ImmutableArray.CreateBuilder<KerasLayer>(names.Length);
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if (!known.Add(name)) throw new FormatException($"Two layers are called '{name}'.");
            layers.Add(Layer(model, name));
        }

        return new KerasFile(layers.DrainToImmutable(), Text(root, "model_config"), version);
    }

    private KerasLayer Layer(Hdf5Object model, string name)
    {
        var group = model.Find(name) is { IsGroup: true } found ? found
            : throw new FormatException($"Layer '{name}' is listed and has no group.");
        var names = Strings(group, WeightNames)
            ?? throw new FormatException($"Layer '{name}' has the list '{WeightNames}'; there is none.");
        return new KerasLayer(name, [.. names.Select(weight => Weight(group, name, weight))]);
    }

    private KerasWeight Weight(Hdf5Object group, string layer, string name)
    {
        var what = $"Layer '{layer}': weight '{name}'";
        var data = group.Find(name)?.Data ?? throw new FormatException($"{what} is listed and is not there.");
        if (data.HasOtherFiles)
        {
            throw new FormatException(
                $"{what} keeps its values in another file ({data.Way}); none but this one is read.");
        }

        var shape = Dimensions(data.Sizes, what);
        if (data.Type.IsOddSingle) throw new FormatException($"{what} is {data.Type.Name}, which no one reads.");
        if (data.Type.Name != "float32") return new KerasWeight(name, shape, data.Type.Name, null);
        if (!data.IsInOnePiece)
            throw new FormatException($"{what} is stored in one piece, as Keras writes it, got {data.Way}.");
        var bytes = shape.Aggregate(
            (Int128)sizeof(float), (product, size) => product > long.MaxValue && size > 0 ? product : product * size);
        if (bytes > _left)
        {
            throw new FormatException(
                $"{what} of shape ({string.Join(", ", shape)}) is larger than what the file holds.");
        }

        _left -= (long)bytes;
        return new KerasWeight(name, shape, data.Type.Name, data.Singles((int)(bytes / sizeof(float))));
    }

    /// <summary>A list of texts, which Keras splits into <c>name0</c>, <c>name1</c>, … where it is long.</summary>
    private static string[]? Strings(Hdf5Object owner, string name)
    {
        if (owner.Attribute(name) is { } whole) return Texts(whole);
        var pieces = new List<string>();
        var piece = 0;
        for (; owner.Attribute($"{name}{piece}") is { } part; piece++) pieces.AddRange(Texts(part));
        return piece == 0 ? null : [.. pieces];
    }

    private static string? Text(Hdf5Object owner, string name) => owner.Attribute(name)?.Texts().FirstOrDefault();

    private static string[] Texts(Hdf5Attribute attribute)
    {
        var texts = attribute.Texts();
        return texts.Contains("")
            ? throw new FormatException($"List '{attribute.Name}' has an empty text.")
            : texts;
    }

    private static ImmutableArray<int> Dimensions(ImmutableArray<ulong> sizes, string what) =>
    [
        .. sizes.Select(size => size <= int.MaxValue
            ? (int)size
            : throw new FormatException($"{what}: a dimension is at most {int.MaxValue}, got {size}.")),
    ];
}
