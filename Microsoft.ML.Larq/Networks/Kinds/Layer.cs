using System.Collections.Immutable;
using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>One layer of a network: a name, a kind, where its inputs come from, and the shapes that follow.</summary>
public sealed class Layer : IEquatable<Layer>
{
    internal Layer(string name, LayerKind kind, ImmutableArray<Layer> inputs)
    {
        var shapes = inputs.Select(input => input.OutputShape).ToArray();
        Name = name;
        Kind = kind;
        Inputs = [.. inputs.Select(input => input.Name)];
        SelectsInput = InputSlots.Selects(kind, inputs);
        var seen = new LayerInputs(name, kind.ClassName, inputs);
        try
        {
            OutputShape = kind.Infer(seen);
            var frozen = kind is WeightedKind { Trainable: false };
            var weights = kind.Weights(shapes).ToArray();
            Weights = [.. weights.Concat(QuantizerWeights.Of(kind, weights, shapes))
                .Select(spec => frozen ? spec with { Trainable = false } : spec)];
            if (Weights.FirstOrDefault(spec => spec.Misfit is not null) is { } unfit)
                throw new ArgumentException($"weight '{unfit.Name}': {unfit.Misfit}");
        }
        catch (ArgumentException error) when (error != seen.Said)
        {
            throw new ArgumentException($"Layer '{name}' ({kind.ClassName}): {error.Message}", error);
        }

        InputShapes = [.. shapes];
    }

    /// <summary>The name, unique in its network: <c>quant_conv2d_1</c>.</summary>
    public string Name { get; }

    /// <summary>What it is, with all parameters.</summary>
    public LayerKind Kind { get; }

    /// <summary>The names of the layers whose outputs it reads.</summary>
    public ImmutableArray<string> Inputs { get; }

    /// <summary>Their shapes, per row.</summary>
    internal ImmutableArray<TensorShape> InputShapes { get; }

    /// <summary>The shape of its output, per row.</summary>
    public TensorShape OutputShape { get; }

    /// <summary>Its weights, trainable ones first.</summary>
    public ImmutableArray<WeightSpec> Weights { get; }

    /// <summary>Whether its output is the network's input or parts of it, as they came.</summary>
    internal bool SelectsInput { get; }

    /// <summary>
    /// What ends the name of a weight's metrics: nothing, or <c>.depthwise</c> for the kernel <c>depthwise_kernel</c>
    /// of a layer with several.
    /// </summary>
    internal string SuffixOf(WeightSpec weight) => Weights.Count(spec => spec.IsKernel) > 1
        ? "." + (weight.KernelOf?.ToLowerInvariant() ?? weight.Name)
        : "";

    /// <inheritdoc/>
    public bool Equals(Layer? other) => other is not null && Name == other.Name && Kind.Equals(other.Kind)
        && OutputShape == other.OutputShape && Inputs.SequenceEqual(other.Inputs);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Layer);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Kind, OutputShape);

    /// <summary>Name, kind and output shape.</summary>
    public override string ToString() => $"{Name} ({Kind.ClassName}) {OutputShape}";
}
