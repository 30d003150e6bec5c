using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Adds channels of zeros before and after those that are there.</summary>
/// <remarks>
/// Shape: any; the last dimension becomes before + channels + after. What MeliusNet's improvement block adds to the
/// last channels of its input is padded so: <c>x.Add(w.ChannelPadding(before: x.Shape.Channels - 64))</c>. Bethge et
/// al. 2020, <see href="https://arxiv.org/abs/2001.05936"/>.
/// </remarks>
public sealed record ChannelPaddingLayer : LayerKind
{
    /// <summary>Channels added before the first; at least 0, default 0.</summary>
    public int Before { get; init; }

    /// <summary>Channels added after the last; at least 0, default 0.</summary>
    public int After { get; init; }

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var shape = inputs.Single;
        inputs.Range("before", Before, 0);
        inputs.Range("after", After, 0);
        return new TensorShape([.. shape.Dimensions[..^1], inputs.Length((long)Before + shape.Channels + After)]);
    }
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="ChannelPaddingLayer"/>
    /// <param name="before">Channels added before the first; at least 0, default 0.</param>
    /// <param name="after">Channels added after the last; at least 0, default 0.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor ChannelPadding(int before = 0, int after = 0, string? name = null) =>
        Apply(new ChannelPaddingLayer { Before = before, After = after }, name: name);
}
