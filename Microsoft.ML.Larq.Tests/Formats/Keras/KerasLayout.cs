using Microsoft.ML.Larq.Networks;
using PureHDF;

namespace Microsoft.ML.Larq.Tests.Formats.Keras;

/// <summary>Writes files as Keras 2 lays them out: groups, attributes, nesting.</summary>
internal sealed class KerasLayout
{
    private readonly List<(string Layer, (string Name, int[] Shape, object Values)[] Weights)> _layers = [];

    public string KerasVersion { get; init; } = "2.14.0";

    /// <summary>The network as Keras' JSON; with it the file is a whole model with an optimizer's state.</summary>
    public string? ModelConfig { get; init; }

    /// <summary>Lists are cut into pieces of so many texts; 0 for whole lists.</summary>
    public int Split { get; init; }

    /// <summary>Texts have a fixed length instead of standing in a heap.</summary>
    public bool FixedLength { get; init; }

    /// <summary>
    /// A layer; a weight's name is relative to its group, its value i is <paramref name="first"/> + i.
    /// </summary>
    public KerasLayout With(string layer, float first, params (string Name, int[] Shape)[] weights) => With(
        layer,
        [.. weights.Select(weight => (weight.Name, weight.Shape, (object)Counted(first, weight.Shape)))]);

    public KerasLayout With(string layer, params (string Name, int[] Shape, object Values)[] weights)
    {
        _layers.Add((layer, weights));
        return this;
    }

    /// <summary>Every layer of a network that has weights, in the order in which they were created.</summary>
    public KerasLayout With(NetworkWeights weights, IEnumerable<Layer> layers)
    {
        foreach (var layer in layers)
        {
            With(layer.Name, [.. layer.Weights.Select(spec => (
                $"{layer.Name}/{spec.Name}:0",
                spec.Shape.Dimensions.ToArray(),
                (object)weights[layer, spec.Name].Values.ToArray()))]);
        }

        return this;
    }

    public byte[] ToBytes()
    {
        var file = new H5File();
        var model = file as H5Group;
        if (ModelConfig is not null)
        {
            file.Attributes["model_config"] = ModelConfig;
            file.Attributes["training_config"] = "{}";
            file["model_weights"] = model = new H5Group();
            file["optimizer_weights"] = new H5Group
            {
                ["Adam"] = new H5Group { ["iter:0"] = new long[] { 7 } },
                Attributes = { ["weight_names"] = new[] { "Adam/iter:0" } },
            };
            model["top_level_model_weights"] =
                new H5Group { Attributes = { ["weight_names"] = Array.Empty<double>() } };
        }

        file.Attributes["keras_version"] = KerasVersion;
        file.Attributes["backend"] = "tensorflow";
        Texts(model, "layer_names", [.. _layers.Select(layer => layer.Layer)]);
        foreach (var (layer, weights) in _layers)
        {
            var group = Place(model, layer.Split('/'));
            Texts(group, "weight_names", [.. weights.Select(weight => weight.Name)]);
            foreach (var (name, shape, values) in weights)
            {
                var path = name.Split('/');
                Place(group, path[..^1])[path[^1]] =
                    new H5Dataset(values, fileDims: [.. shape.Select(dimension => (ulong)dimension)]);
            }
        }

        using var stream = new MemoryStream();
        file.Write(stream, new H5WriteOptions(DefaultStringLength: FixedLength ? 64 : 0));
        return stream.ToArray();
    }

    /// <summary>The file in a folder of its own, which is deleted with the result.</summary>
    public TemporaryFile ToFile() => new(ToBytes());

    public static float[] Counted(float first, int[] shape) =>
        [.. Enumerable.Range(0, shape.Aggregate(1, (product, dimension) => product * dimension))
            .Select(i => first + i)];

    private static H5Group Place(H5Group group, string[] path)
    {
        foreach (var name in path)
        {
            if (!group.TryGetValue(name, out var inner)) group[name] = inner = new H5Group();
            group = (H5Group)inner;
        }

        return group;
    }

    private void Texts(H5Group group, string name, string[] texts)
    {
        // What numpy makes of an empty list.
        if (texts.Length == 0) group.Attributes[name] = Array.Empty<double>();
        else if (Split == 0) group.Attributes[name] = texts;
        else foreach (var (piece, part) in texts.Chunk(Split).Index()) group.Attributes[$"{name}{piece}"] = part;
    }

    public sealed class TemporaryFile : IDisposable
    {
        public TemporaryFile(byte[] content) => File.WriteAllBytes(Path, content);

        public string Path { get; } = System.IO.Path.Combine(
            System.IO.Path.GetTempPath(), $"larq-{Guid.NewGuid():N}.h5");

        public void Dispose() => File.Delete(Path);
    }
}
