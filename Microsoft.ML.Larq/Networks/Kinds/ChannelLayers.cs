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

/// <summary>Some neighbouring channels of its input; several of them split a tensor into parts.</summary>
/// <remarks>Shape: any; the last dimension becomes <see cref="Length"/>.</remarks>
public sealed record ChannelSliceLayer : LayerKind
{
    /// <summary>The first channel that is taken, from 0.</summary>
    public required int Start { get; init; }

    /// <summary>How many are taken; at least 1.</summary>
    public required int Length { get; init; }

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var shape = inputs.Single;
        inputs.Range("start", Start, 0, shape.Channels - 1);
        inputs.Range("length", Length, 1, shape.Channels - Start);
        return new TensorShape([.. shape.Dimensions[..^1], Length]);
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

    /// <inheritdoc cref="ChannelSliceLayer"/>
    /// <param name="start">The first channel that is taken, from 0.</param>
    /// <param name="length">How many are taken; at least 1.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor ChannelSlice(int start, int length, string? name = null) =>
        Apply(new ChannelSliceLayer { Start = start, Length = length }, name: name);

    /// <summary>Splits the channels into parts of one size, a <see cref="ChannelSliceLayer"/> each.</summary>
    /// <param name="parts">How many; at least 1 and a divisor of the channels.</param>
    /// <param name="name">The layers' name, followed by <c>_0</c>, <c>_1</c>, …; null numbers them as usual.</param>
    /// <exception cref="ArgumentException">The channels cannot be split into so many.</exception>
    public NetworkTensor[] Split(int parts, string? name = null)
    {
        if (parts < 1 || Shape.Channels % parts != 0)
        {
            throw new ArgumentException(
                $"Layer '{name ?? "channel_slice"}' (ChannelSlice): parts divide the {Shape.Channels} channels of "
                + $"{Shape}, got {parts}.");
        }

        var length = Shape.Channels / parts;
        return [.. Enumerable.Range(0, parts).Select(part =>
            ChannelSlice(part * length, length, name is null ? null : $"{name}_{part}"))];
    }
}
