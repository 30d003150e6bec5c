using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Networks.Samples;

namespace Microsoft.ML.Larq.Tests.Fuzz;

/// <summary>Changes a network's JSON, most often into another network that can be.</summary>
internal sealed class DefinitionMutation(Random random)
{
    private static readonly string[] Quantizers =
    [
        "ste_sign", "approx_sign", "swish_sign", "swish_sign(beta=3)", "ste_heaviside", "ste_tern", "NoOp(precision=1)",
        "ste_tern(threshold_value=0.4)", "dorefa_quantizer(k_bit=1)", "dorefa_quantizer(k_bit=3)",
        "dorefa_quantizer(k_bit=11)", "dorefa_quantizer(k_bit=24)", "dorefa_quantizer(k_bit=2,mode='weights')",
        "magnitude_aware_sign", "magnitude_aware_sign_unclipped", "xnor_weight_scale", "ste_sign(clip_value=None)",
    ];

    private static readonly int[] Sizes =
        [1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9, 12, 15, 16, 17, 31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257, 500];

    private static readonly int[] Large = [0, -1, 1000, 4096, 32767, 65536, 1 << 20, 1 << 30, int.MaxValue];

    // A layer of every kind, as it stands in a network of its own.
    private static readonly string[] Kinds =
    [
        .. KindSamples.All.Where(sample => sample.Kind is not InputLayer)
            .Select(sample => NetworkJson.ToNode(KindSamples.Network(sample))["layers"]!.AsArray()[^1]!.ToJsonString()),
    ];

    /// <summary>One change of a network that was not damaged otherwise; what it was.</summary>
    public string Change(JsonObject network)
    {
        var layers = network["layers"]!.AsArray();
        if (layers.Count == 0) return "nothing";
        var at = random.Next(layers.Count);
        var layer = layers[at]!.AsObject();
        return random.Next(13) switch
        {
            0 or 1 or 2 => Number(layer),
            3 => Quantizer(layer),
            4 or 5 => Insert(layers, at),
            6 => Remove(network, layers, at),
            7 => Rewire(layers, at),
            8 => Parameter(layers, layer),
            9 => Class(layer),
            10 => Repeat(layers, at),
            11 => Output(network, $"{layer["name"]}"),
            _ => Shape(layers),
        };
    }

    private int Size() => random.Next(12) == 0 ? Large[random.Next(Large.Length)] : Sizes[random.Next(Sizes.Length)];

    private string Number(JsonObject layer)
    {
        var numbers = layer
            .Where(member => member.Value is JsonArray { Count: > 0 } list && list[0] is JsonValue first
                ? first.TryGetValue<int>(out _)
                : member.Value is JsonValue value && value.TryGetValue<int>(out _))
            .ToArray();
        if (numbers.Length == 0) return "nothing";
        var (name, node) = numbers[random.Next(numbers.Length)];
        if (node is JsonArray many) many[random.Next(many.Count)] = Size();
        else layer[name] = Size();
        return $"{layer["name"]}: {name} = {layer[name]!.ToJsonString()}";
    }

    private string Quantizer(JsonObject layer)
    {
        string[] names = ["inputQuantizer", "kernelQuantizer", "depthwiseQuantizer", "pointwiseQuantizer"];
        var has = names.Where(layer.ContainsKey).ToArray();
        var name = has.Length > 0 ? has[random.Next(has.Length)] : names[random.Next(2)];
        layer[name] = random.Next(5) == 0 ? null : Quantizers[random.Next(Quantizers.Length)];
        return $"{layer["name"]}: {name} = {layer[name]}";
    }

    // Between a layer and what it reads.
    private string Insert(JsonArray layers, int at)
    {
        if (at == 0 || layers[at]!["inputs"] is not JsonArray { Count: > 0 } inputs) return Shape(layers);
        var layer = JsonNode.Parse(Kinds[random.Next(Kinds.Length)])!.AsObject();
        var name = $"new_{random.Next(100000)}";
        var slot = random.Next(inputs.Count);
        layer["name"] = name;
        layer["inputs"] = layer["inputs"] is JsonArray { Count: > 1 } several && random.Next(4) > 0
            ? new JsonArray([.. several.Select((_, i) => i == 0 ? inputs[slot]!.DeepClone() : Before(layers, at))])
            : new JsonArray(inputs[slot]!.DeepClone());
        inputs[slot] = name;
        layers.Insert(at, layer);
        return $"{name} ({layer["class"]}) before {layers[at + 1]!["name"]}";
    }

    private static string Remove(JsonObject network, JsonArray layers, int at)
    {
        var name = $"{layers[at]!["name"]}";
        var source = layers[at]!["inputs"] is JsonArray { Count: > 0 } inputs ? $"{inputs[0]}" : "none";
        layers.RemoveAt(at);
        foreach (var reader in layers.Select(layer => layer!["inputs"]).OfType<JsonArray>())
        {
            for (var i = 0; i < reader.Count; i++)
            {
                if ($"{reader[i]}" == name) reader[i] = source;
            }
        }

        if ($"{network["outputs"]?[0] ?? network["output"]}" == name) Output(network, source);
        return $"{name} removed";
    }

    private string Rewire(JsonArray layers, int at)
    {
        if (layers[at]!["inputs"] is not JsonArray inputs) return Shape(layers);
        var source = Before(layers, random.Next(5) == 0 ? layers.Count : Math.Max(at, 1));
        if (inputs.Count == 0 || random.Next(4) == 0) inputs.Add(source);
        else inputs[random.Next(inputs.Count)] = source;
        return $"{layers[at]!["name"]} reads {inputs.ToJsonString()}";
    }

    private JsonNode Before(JsonArray layers, int at) => layers[random.Next(at)]!["name"]!.DeepClone();

    // Any parameter of any layer, which it may have in another class too.
    private string Parameter(JsonArray layers, JsonObject layer)
    {
        var other = random.Next(2) == 0
            ? JsonNode.Parse(Kinds[random.Next(Kinds.Length)])!.AsObject()
            : layers[random.Next(layers.Count)]!.AsObject();
        var known = other.Where(member => layer.ContainsKey(member.Key)).Select(member => member.Key)
            .Except(["name", "class", "inputs"]).ToArray();
        if (known.Length == 0) return "nothing";
        var name = known[random.Next(known.Length)];
        layer[name] = other[name]?.DeepClone();
        return $"{layer["name"]}: {name} = {layer[name]?.ToJsonString()}";
    }

    // Another kind of layer, which keeps what both have.
    private string Class(JsonObject layer)
    {
        var other = JsonNode.Parse(Kinds[random.Next(Kinds.Length)])!.AsObject();
        foreach (var (name, value) in layer.ToArray())
        {
            layer.Remove(name);
            if (name is "name" or "inputs" || (name != "class" && other.ContainsKey(name))) other[name] = value;
        }

        foreach (var (name, value) in other.ToArray())
        {
            other.Remove(name);
            layer[name] = value;
        }

        return $"{layer["name"]} is a {layer["class"]}";
    }

    private string Repeat(JsonArray layers, int at)
    {
        if (layers[at]!["inputs"] is not JsonArray { Count: > 0 }) return Shape(layers);
        var times = random.Next(6) == 0 ? random.Next(100) : random.Next(1, 5);
        for (var i = 0; i < times; i++)
        {
            var again = layers[at + i]!.DeepClone().AsObject();
            again["name"] = $"again_{random.Next(100000)}_{i}";
            var inputs = again["inputs"]!.AsArray();
            for (var j = 0; j < inputs.Count; j++) inputs[j] = layers[at + i]!["name"]!.DeepClone();
            layers.Insert(at + i + 1, again);
            if (at + i + 2 < layers.Count && layers[at + i + 2]!["inputs"] is JsonArray { Count: > 0 } next)
                next[0] = again["name"]!.DeepClone();
        }

        return $"{layers[at]!["name"]} {times} times more";
    }

    private static string Output(JsonObject network, string name)
    {
        // As the first version wrote it, or as a list.
        if (network["outputs"] is { } outputs) outputs[0] = name;
        else network["output"] = name;
        return $"output {name}";
    }

    private string Shape(JsonArray layers)
    {
        var input = layers.OfType<JsonObject>().FirstOrDefault(layer => layer["shape"] is JsonArray { Count: > 0 });
        if (input?["shape"] is not JsonArray shape) return "nothing";
        shape[random.Next(shape.Count)] = Size();
        return $"input {shape.ToJsonString()}";
    }
}
