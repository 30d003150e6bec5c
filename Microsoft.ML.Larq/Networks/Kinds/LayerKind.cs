using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>What a layer is, with all parameters; all else follows from these and its inputs' shapes.</summary>
/// <remarks>
/// A kind says the shape it gives, the weights it has and nothing about how it is computed: training and the packed
/// engine each have a row for it in a table of theirs.
/// </remarks>
public abstract partial record LayerKind
{
    private protected LayerKind(int axes = 0) => SpatialAxes = axes;

    /// <summary>Keras' name of the class: <c>QuantConv2D</c>.</summary>
    [JsonIgnore]
    public string ClassName => NameOf(GetType(), IsQuantized);

    /// <summary>Keras' name of a layer of this class, before it is numbered: <c>quant_conv2d</c>.</summary>
    internal string BaseName => BaseNameOf(ClassName);

    /// <summary>Whether it is of a Quant class: it works on quantized numbers.</summary>
    internal virtual bool IsQuantized => false;

    /// <summary>Axes that a window of its moves along, or that it stretches; 0 for none.</summary>
    internal int SpatialAxes { get; }

    /// <summary>Checks the parameters against the inputs and gives the output's shape.</summary>
    internal abstract TensorShape Infer(LayerInputs inputs);

    /// <summary>The weights, in Keras' order: trainable ones first.</summary>
    internal virtual IEnumerable<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) => [];

    /// <summary>What quantizes the input; null where the input is taken as it comes.</summary>
    internal virtual Quantizer? Input => null;

    /// <summary>Bits of the quantized input in the summary; null where the input is taken as it comes.</summary>
    internal virtual int? InputPrecision => Input?.Precision;

    /// <summary>What a row takes, for <see cref="NetworkBudget"/>; by default once over its numbers.</summary>
    internal virtual LayerCost Cost(IReadOnlyList<TensorShape> inputs, TensorShape output) =>
        LayerCost.Touching(inputs, output);

    /// <summary>How the summary counts multiply-accumulates.</summary>
    internal virtual MacRule MacRule => MacRule.Unknown;

    internal static string NameOf(Type kind, bool isQuantized = false) =>
        (isQuantized ? "Quant" : "") + kind.Name[..^"Layer".Length];

    /// <summary>The name before it is numbered of a layer of a class: <c>quant_conv2d</c>.</summary>
    internal static string BaseNameOf(string className) =>
        InnerCapital().Replace(CapitalisedWord().Replace(className, "$1_$2"), "$1_$2").ToLowerInvariant();

    [GeneratedRegex("(.)([A-Z][a-z]+)")]
    private static partial Regex CapitalisedWord();

    [GeneratedRegex("([a-z])([A-Z])")]
    private static partial Regex InnerCapital();
}
