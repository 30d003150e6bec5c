using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// A network as JSON: a list of layers, each with name, class, inputs and the parameters of its kind, and the names of
/// the output layers, of which there is one; files of the first version have it without a list, as <c>output</c>.
/// </summary>
internal static class NetworkJson
{
    /// <summary>Of files that hold networks: 2 has a list of outputs, which readers of 1 do not look for.</summary>
    public static readonly FileVersions Versions = new(Oldest: 1, ReadableFrom: 2, Current: 2);

    private static readonly JsonDocumentOptions Reading = new() { AllowDuplicateProperties = false };

    private static readonly JsonSerializerOptions Real = Options(isQuantized: false);

    private static readonly JsonSerializerOptions Quantized = Options(isQuantized: true);

    public static string Write(NetworkDefinition definition) => ToNode(definition).ToJsonString();

    public static NetworkDefinition Read(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            return FromNode(JsonNode.Parse(json, documentOptions: Reading));
        }
        catch (JsonException error)
        {
            throw new FormatException($"The network is not valid JSON: {error.Message}", error);
        }
    }

    public static JsonObject ToNode(NetworkDefinition definition) => new()
    {
        ["layers"] = new JsonArray([.. definition.Layers.Select(ToNode)]),
        ["outputs"] = new JsonArray([.. definition.Outputs.Select(output => JsonValue.Create(output.Name))]),
    };

    public static NetworkDefinition FromNode(JsonNode? node)
    {
        try
        {
            var graph = new NetworkGraph();
            var tensors = new Dictionary<string, NetworkTensor>(StringComparer.Ordinal);
            foreach (var layer in Required(node as JsonObject, "layers").AsArray())
            {
                var tensor = Add(graph, tensors, layer as JsonObject);
                tensors.Add(tensor.Layer.Name, tensor);
            }

            if (((JsonObject)node!).Select(member => member.Key)
                .Except(["layers", "outputs", "output"]).FirstOrDefault() is { } other)
                throw new FormatException($"The network has 'layers' and 'outputs', got '{other}'.");
            return NetworkDefinition.Of([.. Outputs((JsonObject)node!).Select(name => Find(tensors, name))]);
        }
        catch (Exception error) when (error is JsonException or ArgumentException or InvalidOperationException)
        {
            throw new FormatException($"The network's definition cannot be read: {error.Message}", error);
        }
    }

    /// <summary>The parameters that layers of a class have.</summary>
    public static IEnumerable<JsonPropertyInfo> Parameters(LayerClass kind) =>
        Of(kind.IsQuantized).GetTypeInfo(kind.Kind).Properties.Where(property => property.Set is not null);

    /// <summary>A layer's parameters alone.</summary>
    /// <exception cref="JsonException">One is missing or wrong.</exception>
    public static LayerKind Kind(LayerClass kind, JsonObject parameters) =>
        (LayerKind)parameters.Deserialize(Of(kind.IsQuantized).GetTypeInfo(kind.Kind))!;

    private static JsonSerializerOptions Of(bool isQuantized) => isQuantized ? Quantized : Real;

    private static JsonSerializerOptions Options(bool isQuantized) => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        TypeInfoResolver = KindContract.Of(isQuantized),
    };

    private static IEnumerable<JsonNode?> Outputs(JsonObject node) => (node["outputs"], node["output"]) switch
    {
        ({ } all, null) => all.AsArray().AsEnumerable(),
        (null, { } one) => Enumerable.Repeat(one, 1),
        (null, null) => throw new FormatException("'outputs' is missing."),
        _ => throw new FormatException("The network has 'outputs', or 'output' as before, got both."),
    };

    private static JsonNode ToNode(Layer layer)
    {
        var node = new JsonObject { ["name"] = layer.Name, ["class"] = layer.Kind.ClassName };
        if (layer.Inputs.Length > 0)
            node["inputs"] = new JsonArray([.. layer.Inputs.Select(input => JsonValue.Create(input))]);
        var options = Of(layer.Kind.IsQuantized);
        var contract = options.GetTypeInfo(layer.Kind.GetType());
        var parameters = JsonSerializer.SerializeToNode(layer.Kind, contract)!.AsObject();
        foreach (var (name, value) in parameters.ToArray())
        {
            parameters.Remove(name);
            node[name] = value;
        }

        return node;
    }

    private static NetworkTensor Add(NetworkGraph graph, Dictionary<string, NetworkTensor> tensors, JsonObject? node)
    {
        var name = Take(node, "name").GetValue<string>();
        var kind = LayerKinds.Find(Take(node, "class").GetValue<string>());
        var inputs = node!.Remove("inputs", out var list) && list is not null
            ? list.AsArray().Select(input => Find(tensors, input)).ToArray()
            : [];
        try
        {
            return graph.Add(Kind(kind, node!), [.. inputs], name);
        }
        catch (JsonException error)
        {
            throw new FormatException(
                $"Layer '{name}' ({kind.Name}), parameter {error.Path}: {error.Message}", error);
        }
    }

    private static NetworkTensor Find(Dictionary<string, NetworkTensor> tensors, JsonNode? name) =>
        name is not null && tensors.TryGetValue(name.GetValue<string>(), out var tensor)
            ? tensor
            : throw new FormatException($"No layer before it is called '{name}'.");

    private static JsonNode Take(JsonObject? node, string property)
    {
        var value = Required(node, property);
        node!.Remove(property);
        return value;
    }

    private static JsonNode Required(JsonObject? node, string property) =>
        node?[property] ?? throw new FormatException($"'{property}' is missing.");
}
