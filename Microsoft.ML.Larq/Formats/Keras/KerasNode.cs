using System.Collections.Immutable;
using System.Text.Json;

namespace Microsoft.ML.Larq.Formats.Keras;

/// <summary>One layer of a functional model: its name and the layers that it reads.</summary>
/// <remarks>
/// Keras 2 writes one list for each call, holding one list for each tensor: layer, call, output, arguments; an operator
/// such as <c>x + y</c>, whose second tensor is an argument, leaves out the middle list.
/// </remarks>
internal sealed class KerasNode
{
    public KerasNode(JsonElement layer)
    {
        Layer = layer;
        Name = layer.GetProperty("name").GetString() ?? "";
        var calls = layer.TryGetProperty("inbound_nodes", out var nodes) ? nodes : default;
        if (calls.ValueKind != JsonValueKind.Array) throw Error("has no 'inbound_nodes'");
        if (calls.GetArrayLength() > 1)
            throw Error($"is called {calls.GetArrayLength()} times; a layer here is called once");
        Inputs = calls.GetArrayLength() == 0 ? [] : [.. Tensors(calls[0])];
    }

    public JsonElement Layer { get; }

    public string Name { get; }

    public ImmutableArray<string> Inputs { get; }

    /// <summary>The one layer that a model's list of inputs or outputs names.</summary>
    public static string Only(JsonElement model, string list)
    {
        var layers = model.GetProperty(list);
        // One tensor alone is written with and without a list around it.
        var only = layers.ValueKind == JsonValueKind.Array && layers.GetArrayLength() == 1 ? layers[0] : layers;
        return only.ValueKind == JsonValueKind.Array && only.GetArrayLength() >= 1
            && only[0].ValueKind == JsonValueKind.String
            ? only[0].GetString()!
            : throw new FormatException($"The model's '{list}' is one layer, got {layers.GetRawText()}.");
    }

    /// <summary>The layers so that each comes after those it reads; else as they are listed.</summary>
    /// <remarks>Keras lists them by depth; other programs list them otherwise.</remarks>
    /// <exception cref="FormatException">One reads what is not there, or itself.</exception>
    public static IEnumerable<KerasNode> InTurn(ImmutableArray<KerasNode> nodes)
    {
        var readers = nodes.SelectMany((node, place) => node.Inputs.Distinct().Select(input => (input, place)))
            .ToLookup(pair => pair.input, pair => pair.place, StringComparer.Ordinal);
        var open = nodes.Select(node => node.Inputs.Distinct().Count()).ToArray();
        var ready = new PriorityQueue<int, int>();
        for (var i = 0; i < open.Length; i++) Release(i, 0);
        var given = new HashSet<string>(StringComparer.Ordinal);
        var done = 0;
        while (ready.TryDequeue(out var place, out _))
        {
            done++;
            yield return nodes[place];
            if (!given.Add(nodes[place].Name)) continue;
            foreach (var reader in readers[nodes[place].Name]) Release(reader, 1);
        }

        if (done == nodes.Length) yield break;
        var waiting = nodes.First(node => !node.Inputs.All(given.Contains));
        throw new FormatException($"Layer '{waiting.Name}' reads a layer that the model does not have, or itself.");

        void Release(int place, int inputs)
        {
            open[place] -= inputs;
            if (open[place] == 0) ready.Enqueue(place, place);
        }
    }

    private IEnumerable<string> Tensors(JsonElement call)
    {
        if (call.ValueKind != JsonValueKind.Array)
            throw Error("is written as Keras 3 writes it; save the model with Keras 2");
        var isOne = call.GetArrayLength() > 0 && call[0].ValueKind == JsonValueKind.String;
        foreach (var tensor in isOne ? [call] : call.EnumerateArray().ToArray())
        {
            yield return Source(tensor);
            if (tensor.GetArrayLength() < 4) continue;
            foreach (var argument in tensor[3].EnumerateObject())
            {
                if (argument.Name == "y" && argument.Value.ValueKind == JsonValueKind.Array)
                    yield return Source(argument.Value);
                else if (argument.Value.ValueKind != JsonValueKind.Null && argument.Name != "name")
                    throw Error($"is called with '{argument.Name}' = {argument.Value.GetRawText()}");
            }
        }
    }

    private string Source(JsonElement tensor)
    {
        if (tensor.ValueKind != JsonValueKind.Array || tensor.GetArrayLength() < 3)
            throw Error($"reads {tensor.GetRawText()}, which is not a layer's output");
        if (tensor[1].GetInt32() != 0 || tensor[2].GetInt32() != 0)
            throw Error($"reads output {tensor[2]} of call {tensor[1]} of '{tensor[0]}'; a layer here has one of each");
        return tensor[0].GetString() ?? throw Error("reads a layer without a name");
    }

    private FormatException Error(string message) =>
        new($"Layer '{Name}' ({Layer.GetProperty("class_name")}) {message}.");
}
