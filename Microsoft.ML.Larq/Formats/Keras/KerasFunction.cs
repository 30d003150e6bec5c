using System.Text.Json;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Formats.Keras;

/// <summary>
/// Functions that a Keras configuration names: by a text, <c>"ste_sign"</c>, by class and parameters,
/// <c>{"class_name": "SteSign", "config": {"clip_value": 1.25}}</c>, or as Keras 2.13 and later write a function,
/// <c>{"class_name": "function", "config": "ste_sign"}</c>.
/// </summary>
internal static class KerasFunction
{
    private static readonly string[] Words = ["name", "dtype", "trainable", "metrics", "seed"];

    private static readonly Dictionary<string, ActivationFunction> Activations =
        Enum.GetValues<ActivationFunction>().ToDictionary(function => Flat(function.ToString()));

    /// <summary>What may stand behind a network's last layer and is no part of a network here.</summary>
    public static readonly string[] Last = ["softmax", "sigmoid"];

    /// <summary>The activations that can be read.</summary>
    public static string Known => string.Join(", ", Enum.GetNames<ActivationFunction>().Append("Softmax"));

    /// <summary>The function, from the hub's own table; Keras' class GlorotUniform is glorot_uniform there.</summary>
    /// <exception cref="ArgumentException">The table does not have it; the message lists what it has.</exception>
    public static T Read<T>(JsonElement value, Func<string, T> parse)
    {
        var alias = Alias(value);
        var open = alias.IndexOf('(', StringComparison.Ordinal);
        var name = open < 0 ? alias : alias[..open];
        try
        {
            return parse(alias);
        }
        catch (ArgumentException error) when (error is not ArgumentOutOfRangeException && Snake(name) != name)
        {
            return parse(Snake(name) + alias[name.Length..]);
        }
    }

    /// <summary>Whether there is a quantizer of that class.</summary>
    public static bool IsQuantizer(string className) => Quantizer.Knows(className) || Quantizer.Knows(Snake(className));

    /// <summary>The activation of that name as a layer; null where there is none.</summary>
    /// <exception cref="ArgumentException">
    /// It is a layer as a function, with parameters that the name does not say.
    /// </exception>
    public static LayerKind? Parse(JsonElement value)
    {
        LayerKind? known = NameOf(value) switch
        {
            null => null,
            "softmax" => new SoftmaxLayer(),
            "silu" => new ActivationLayer { Function = ActivationFunction.Swish },
            "elu" or "leakytanh" when AlphaOf(value) is { } alpha => new ActivationLayer
            {
                Function = NameOf(value) == "elu" ? ActivationFunction.Elu : ActivationFunction.LeakyTanh,
                Alpha = alpha,
            },
            "gelu" when IsApproximate(value) => new ActivationLayer { Function = ActivationFunction.GeluTanh },
            var name when Activations.TryGetValue(name, out var act) => new ActivationLayer { Function = act },
            _ => null,
        };
        if (known is not null and not ActivationLayer { Alpha: not null } && Changed(value) is { } parameter)
        {
            throw new ArgumentException(
                $"{Named(value)} with '{parameter.Name}' of {KerasElement.Spell(parameter.Value)} is none; as a layer "
                + "of its own it may be.");
        }

        return known;
    }

    /// <summary>The name in small letters alone: <c>hardtanh</c>; null where nothing is named.</summary>
    public static string? NameOf(JsonElement value) => Named(value) is { } name ? Flat(name) : null;

    private static string Alias(JsonElement value)
    {
        var name = Named(value) ?? throw new ArgumentException(
            $"a function is a name or has a 'class_name', got {value.GetRawText()}");
        return value.ValueKind == JsonValueKind.Object
            && value.TryGetProperty("config", out var config) && config.ValueKind == JsonValueKind.Object
            ? AliasCall.Call(name, config.EnumerateObject()
                .Where(member => !Words.Contains(member.Name) || IsMetrics(name, member)).Select(Argument))
            : name;
    }

    // Of a quantizer alone they are metrics' names; elsewhere the word is Keras' own.
    private static bool IsMetrics(string name, JsonProperty member) =>
        member.Name == "metrics" && member.Value.ValueKind == JsonValueKind.Array && IsQuantizer(name);

    // A class, or a function itself, whose name is then the configuration; without the package that registered it.
    private static string? Named(JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Object && value.TryGetProperty("class_name", out var name))
        {
            value = name.ValueKind == JsonValueKind.String && name.GetString() is "function"
                && value.TryGetProperty("config", out var function) ? function : name;
        }

        return value.ValueKind == JsonValueKind.String ? value.GetString()!.Split('>')[^1] : null;
    }

    // Of a function with parameters, as code of one's own may write it, or of the layer of that name.
    private static float? AlphaOf(JsonElement value) => Parameter(value, "alpha") is { } alpha
        && KerasElement.Only(alpha) is { ValueKind: JsonValueKind.Number } number ? number.GetSingle() : null;

    private static bool IsApproximate(JsonElement value) =>
        Parameter(value, "approximate") is { ValueKind: JsonValueKind.True };

    private static JsonElement? Parameter(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty("config", out var config)
        && config.ValueKind == JsonValueKind.Object && config.TryGetProperty(name, out var parameter)
            ? parameter
            : null;

    // A layer's parameter beyond its defaults: none, 0, or the last axis.
    private static JsonProperty? Changed(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object || !value.TryGetProperty("config", out var config)
            || config.ValueKind != JsonValueKind.Object)
            return null;
        foreach (var member in config.EnumerateObject().Where(member => !Words.Contains(member.Name)))
        {
            var only = KerasElement.Only(member.Value);
            var isDefault = only.ValueKind == JsonValueKind.Null || member.Name == "approximate"
                || (only.ValueKind == JsonValueKind.Number
                && only.GetDouble() == (member.Name == "axis" ? -1 : 0));
            if (!isDefault) return member;
        }

        return null;
    }

    private static string Argument(JsonProperty argument) => $"{argument.Name}={argument.Value.ValueKind switch
    {
        JsonValueKind.Null => "None",
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.String => AliasCall.Spelled(argument.Value.GetString()!),
        _ => argument.Value.GetRawText(),
    }}";

    // Keras writes an initializer's class, GlorotUniform, where the tables have glorot_uniform.
    private static string Snake(string name) => LayerKind.BaseNameOf(name);

    private static string Flat(string name) => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
}
