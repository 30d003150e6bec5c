using System.Text.Json;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Formats.Keras;

/// <summary>
/// Builds a network from a <c>model_config</c>: sequential or functional, with models within the model.
/// </summary>
/// <remarks>
/// A model within the model stands for its layers, under the names of <see cref="KerasNames"/>. Layers that are
/// called more than once, have several outputs or take other arguments than their inputs are refused, as are models of
/// several inputs or outputs.
/// </remarks>
internal sealed class KerasModel
{
    private readonly NetworkGraph _graph = new();
    private readonly TensorShape? _inputShape;
    private readonly List<string>? _notes;
    private readonly KerasNames _names;
    private string _within = "";
    private JsonElement? _built;
    private NetworkTensor? _input;

    private KerasModel(TensorShape? inputShape, List<string>? notes, KerasNames names) =>
        (_inputShape, _notes, _names) = (inputShape, notes, names);

    /// <summary>The network, and the activation of its output that was left out.</summary>
    /// <param name="json">The configuration.</param>
    /// <param name="inputShape">The shape of a row; null reads it.</param>
    /// <param name="keepsEnd">Whether a softmax or sigmoid behind the output is part of the network.</param>
    /// <param name="notes">See <see cref="KerasConfig.Notes"/>.</param>
    public static (NetworkDefinition Definition, string? LeftOut) Read(
        string json, TensorShape? inputShape, bool keepsEnd, List<string>? notes)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var reading = new KerasModel(inputShape, notes, new KerasNames(document.RootElement));
            var (output, leftOut) = reading.Model(document.RootElement, null, isOutput: !keepsEnd, depth: 0);
            var definition = NetworkDefinition.Of([output]);
            NetworkCost.Require(definition);
            return (definition, leftOut);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException
            or ArgumentException)
        {
            throw new FormatException($"The model's configuration cannot be read: {error.Message}", error);
        }
    }

    private (NetworkTensor Output, string? LeftOut) Model(
        JsonElement model, NetworkTensor? input, bool isOutput, int depth)
    {
        var kind = model.GetProperty("class_name").GetString();
        if (depth > KerasNames.MaximalDepth)
            throw new FormatException($"Models stand within models to a depth of {KerasNames.MaximalDepth}, got more.");
        if (!KerasNames.Models.Contains(kind))
        {
            throw new FormatException(
                $"A model is {string.Join(", ", KerasNames.Models)}, got a model of class {kind}, whose code is not in "
                + "the file.");
        }

        var config = model.GetProperty("config");
        // Before Keras 2.2.3 a sequential model's configuration was the list itself.
        if (config.ValueKind == JsonValueKind.Array) return Sequential(config, input, isOutput, depth);
        var layers = config.GetProperty("layers");
        // Where no layer says it: the shape of the rows that the model was trained on.
        if (depth == 0 && config.TryGetProperty("build_input_shape", out var built)) _built = built;
        return kind == "Sequential"
            ? Sequential(layers, input, isOutput, depth)
            : Functional(config, layers, input, isOutput, depth);
    }

    private (NetworkTensor, string?) Sequential(JsonElement layers, NetworkTensor? input, bool isOutput, int depth)
    {
        var current = input;
        string? leftOut = null;
        var count = layers.GetArrayLength();
        foreach (var (i, layer) in layers.EnumerateArray().Index())
            (current, leftOut) = Layer(layer, current is null ? [] : [current], isOutput && i == count - 1, depth);
        return (current ?? throw new FormatException("The model has no layers."), leftOut);
    }

    private (NetworkTensor, string?) Functional(
        JsonElement config, JsonElement layers, NetworkTensor? input, bool isOutput, int depth)
    {
        var outputName = KerasNode.Only(config, "output_layers");
        _ = KerasNode.Only(config, "input_layers");
        var tensors = new Dictionary<string, NetworkTensor>(StringComparer.Ordinal);
        string? leftOut = null;
        foreach (var next in KerasNode.InTurn([.. layers.EnumerateArray().Select(layer => new KerasNode(layer))]))
        {
            var inputs = next.Inputs.Select(name => tensors[name]).ToArray();
            if (inputs.Length == 0 && input is not null)
            {
                tensors.Add(next.Name, input);
                continue;
            }

            var (tensor, left) = Layer(next.Layer, inputs, isOutput && next.Name == outputName, depth);
            tensors.Add(next.Name, tensor);
            leftOut ??= left;
        }

        return tensors.TryGetValue(outputName, out var output)
            ? (output, leftOut)
            : throw new FormatException($"The model's output layer '{outputName}' is not there.");
    }

    private (NetworkTensor, string?) Layer(JsonElement layer, NetworkTensor[] inputs, bool isOutput, int depth)
    {
        if (KerasNames.Models.Contains(layer.GetProperty("class_name").GetString()))
        {
            var outside = _within;
            _within = KerasNames.Within(outside, layer);
            var inner = Model(layer, inputs.SingleOrDefault(), isOutput, depth + 1);
            _within = outside;
            return inner;
        }

        var config = new KerasConfig(layer) { IsOutput = isOutput, Notes = _notes };
        var name = _names.Of(new KerasPlace(_within, config.Name));
        if (config.ClassName == "InputLayer") return (inputs.Length == 1 ? inputs[0] : Input(config, name), null);
        // The first layer of a sequential model may say the rows' shape itself.
        if (inputs.Length == 0) inputs = [Input(config, null)];
        if (isOutput && config.ClassName == "Softmax") return (inputs[0], "softmax");
        var kind = KerasOperator.Find(layer, config)
            ?? KerasKinds.Read(config, [.. inputs.Select(tensor => tensor.Shape)]);
        if (config.LeftOut is { } leftOut && kind is ActivationLayer) return (inputs[0], leftOut);
        var tensor = _graph.Add(kind, [.. inputs], name);
        foreach (var (ending, next) in config.Behind) tensor = _graph.Add(next, [tensor], $"{name}.{ending}");
        return (tensor, config.LeftOut);
    }

    private NetworkTensor Input(KerasConfig config, string? name)
    {
        if (_input is not null) throw config.Error("is a second input; a network has one.");
        var shape = config.InputShape(_inputShape, _built)
            ?? throw config.Error(
                "is the first, and the configuration does not say the rows' shape: give the input shape "
                + "(inputShape).");
        return _input = _graph.Input(shape, name);
    }
}
