using System.Collections.Immutable;
using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>One layer's row of a <see cref="NetworkSummary"/>.</summary>
public sealed class LayerSummary : SummaryCounts, IEquatable<LayerSummary>
{
    internal LayerSummary()
    {
    }

    /// <summary>The layer's name.</summary>
    public string Name { get; internal init; } = "";

    /// <summary>Keras' name of its class.</summary>
    public string ClassName { get; internal init; } = "";

    /// <summary>Bits of the quantized input; null where the input is not quantized.</summary>
    public int? InputPrecision { get; internal init; }

    /// <summary>The output's shape as the table shows it: <c>(-1, 28, 28, 32)</c>, <c>-1</c> for the rows.</summary>
    public string Outputs { get; internal init; } = "";

    /// <summary>
    /// Multiply-accumulates a row by precision, ascending: the wider of input (32 unless quantized) and weight.
    /// Null where nobody says how to count them for this kind (<c>?</c> in the table); empty where there are none.
    /// </summary>
    public ImmutableSortedDictionary<int, long>? MacsByPrecision { get; internal init; }

    private protected override ImmutableSortedDictionary<int, long>? KnownMacs => MacsByPrecision;

    /// <summary>Equal rows have equal counts too.</summary>
    /// <param name="other">The other row.</param>
    public bool Equals(LayerSummary? other) => other is not null
        && (Name, ClassName, InputPrecision, Outputs, TrainableParameters)
            == (other.Name, other.ClassName, other.InputPrecision, other.Outputs, other.TrainableParameters)
        && Weights.SequenceEqual(other.Weights)
        && MacsByPrecision is null == other.MacsByPrecision is null
        && (MacsByPrecision ?? Counts([])).SequenceEqual(other.MacsByPrecision ?? Counts([]));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LayerSummary);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, ClassName, Outputs, Parameters, Macs);

    internal static LayerSummary Of(Layer layer, ParameterConvention convention)
    {
        var weights = layer.Weights.Where(spec => !Folded(layer.Kind, spec, convention)).ToArray();
        return new LayerSummary
        {
            Name = layer.Name,
            ClassName = layer.Kind.ClassName,
            InputPrecision = layer.Kind.InputPrecision,
            Outputs = $"(-1, {string.Join(", ", layer.OutputShape.Dimensions)})",
            Weights = Counts(weights.Select(spec => (spec.Precision, (long)spec.Shape.Size))),
            TrainableParameters = weights.Where(spec => spec.Trainable).Sum(spec => (long)spec.Shape.Size),
            MacsByPrecision = layer.Kind.MacRule switch
            {
                MacRule.Weights => Counts(Counted(layer, weights)),
                MacRule.None => Counts([]),
                _ => null,
            },
        };
    }

    private static IEnumerable<(int Bits, long Count)> Counted(Layer layer, IEnumerable<WeightSpec> weights)
    {
        // Every dimension but the channels: 1 for a vector.
        var pixels = (long)layer.OutputShape.Size / layer.OutputShape.Channels;
        return weights.Where(spec => spec.IsKernel).Select(spec =>
            (Math.Max(layer.Kind.InputPrecision ?? WideFloat, spec.Precision), pixels * spec.Shape.Size));
    }

    private static bool Folded(LayerKind kind, WeightSpec spec, ParameterConvention convention) =>
        convention == ParameterConvention.Larq && kind is BatchNormalizationLayer && spec.Name is "gamma" or "beta";
}
