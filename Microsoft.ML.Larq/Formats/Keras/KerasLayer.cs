using System.Collections.Immutable;

namespace Microsoft.ML.Larq.Formats;

/// <summary>One layer of a <see cref="KerasFile"/>: its name and its tensors, those that are trained first.</summary>
public sealed class KerasLayer
{
    internal KerasLayer(string name, ImmutableArray<KerasWeight> weights)
    {
        Name = name;
        Weights = weights;
    }

    /// <summary>The layer's name: <c>quant_conv2d_3</c>.</summary>
    public string Name { get; }

    /// <summary>Its tensors in the file's order; none for a layer without weights.</summary>
    public ImmutableArray<KerasWeight> Weights { get; }

    /// <summary>Name and number of tensors.</summary>
    public override string ToString() => $"{Name} ({Weights.Length} weights)";
}
