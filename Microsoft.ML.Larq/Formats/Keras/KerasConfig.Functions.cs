using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Formats.Keras;

/// <content>Functions that a layer calls, and what becomes of them: a layer's own, layers behind it, none.</content>
internal sealed partial class KerasConfig
{
    private readonly List<(string Ending, LayerKind Kind)> _behind = [];

    /// <summary>Whether its output is the network's.</summary>
    public bool IsOutput { get; init; }

    /// <summary>The activation of the output that was left out; null for none.</summary>
    public string? LeftOut { get; private set; }

    /// <summary>
    /// What Keras' layer does after its kind here, as layers of their own; each has the layer's name with an ending.
    /// </summary>
    public IReadOnlyList<(string Ending, LayerKind Kind)> Behind => _behind;

    /// <summary>Puts a layer behind.</summary>
    public void Follow(string ending, LayerKind kind) => _behind.Add((ending, kind));

    /// <summary>
    /// The activation of a layer; one that is a layer of its own here is put <see cref="Behind"/>.
    /// </summary>
    public ActivationFunction Activation()
    {
        var kind = Function();
        if (kind is ActivationLayer { Alpha: null } activation) return activation.Function;
        Follow(KerasOrder.Activation, kind);
        return ActivationFunction.Linear;
    }

    /// <summary>
    /// The activation as a layer; a network's output keeps none of <see cref="KerasFunction.Last"/>, which scoring
    /// applies.
    /// </summary>
    public LayerKind Function()
    {
        var linear = new ActivationLayer { Function = ActivationFunction.Linear };
        if (Take("activation") is not { } value) return linear;
        try
        {
            var known = KerasFunction.Parse(value);
            if (IsOutput && known is not null && KerasFunction.NameOf(value) is { } name
                && KerasFunction.Last.Contains(name))
            {
                LeftOut = name;
                return linear;
            }

            return known ?? new QuantizeLayer { Quantizer = KerasFunction.Read(value, Quantizer.Parse) };
        }
        catch (ArgumentException error)
        {
            throw Error($"'activation' is one of {KerasFunction.Known}, or a quantizer: {error.Message}");
        }
    }

    /// <summary>The quantizer that the class is, as a layer of its own; null where it is none.</summary>
    public Quantizer? AsQuantizer()
    {
        if (!KerasFunction.IsQuantizer(ClassName)) return null;
        var arguments = _parameters.Where(parameter => !Neutral.Contains(parameter.Key)).ToDictionary();
        var config = new JsonObject(arguments.Select(
            argument => KeyValuePair.Create(argument.Key, JsonNode.Parse(argument.Value.GetRawText()))));
        var function = JsonElement.Parse(
            new JsonObject { ["class_name"] = ClassName, ["config"] = config }.ToJsonString());
        try
        {
            return KerasFunction.Read(function, Quantizer.Parse);
        }
        catch (ArgumentException error)
        {
            throw Error($"is a quantizer that cannot be read: {error.Message}");
        }
    }
}
