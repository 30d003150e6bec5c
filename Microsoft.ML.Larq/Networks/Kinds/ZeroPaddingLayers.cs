using System.Text.Json.Serialization;
using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Adds zeros before and after a sequence.</summary>
/// <remarks>Shape: (length, channels) → (before + length + after, channels). Keras: <c>ZeroPadding1D</c>.</remarks>
public sealed record ZeroPadding1DLayer : LayerKind
{
    /// <summary>Steps added before the first; at least 0, default 1.</summary>
    public int Before { get; init; } = 1;

    /// <summary>Steps added after the last; at least 0, default 1.</summary>
    public int After { get; init; } = 1;

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var sequence = inputs.WithAxes(1);
        inputs.Range("before", Before, 0);
        inputs.Range("after", After, 0);
        return new TensorShape(inputs.Length((long)Before + sequence[0] + After), sequence.Channels);
    }
}

/// <summary>Adds rows and columns of zeros around an image.</summary>
/// <remarks>
/// Shape: (height, width, channels) → (top + height + bottom, left + width + right, channels). Keras:
/// <c>ZeroPadding2D</c>.
/// </remarks>
public sealed record ZeroPadding2DLayer : LayerKind
{
    /// <summary>Rows added above and columns added on the left; at least 0 each, default 1.</summary>
    [JsonIgnore]
    public Sides Before { get; init; } = 1;

    /// <summary>Rows added below and columns added on the right; at least 0 each, default 1.</summary>
    [JsonIgnore]
    public Sides After { get; init; } = 1;

    [JsonInclude]
    internal int Top { get => Before[0]; init => Before = (value, Before[1]); }

    [JsonInclude]
    internal int Bottom { get => After[0]; init => After = (value, After[1]); }

    [JsonInclude]
    internal int Left { get => Before[1]; init => Before = (Before[0], value); }

    [JsonInclude]
    internal int Right { get => After[1]; init => After = (After[0], value); }

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var image = inputs.WithAxes(2);
        if (Before.Along(2).Length != 2 || After.Along(2).Length != 2)
            throw inputs.Error($"before and after are a height and a width, got {Before} and {After}.");
        inputs.Range("top", Top, 0);
        inputs.Range("bottom", Bottom, 0);
        inputs.Range("left", Left, 0);
        inputs.Range("right", Right, 0);
        return new TensorShape(
            inputs.Length((long)Top + image[0] + Bottom), inputs.Length((long)Left + image[1] + Right), image.Channels);
    }
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="ZeroPadding1DLayer"/>
    /// <param name="before">Steps added before the first; at least 0, default 1.</param>
    /// <param name="after">Steps added after the last; at least 0, default as many as before.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor ZeroPadding1D(int before = 1, int? after = null, string? name = null) =>
        Apply(new ZeroPadding1DLayer { Before = before, After = after ?? before }, name: name);

    /// <inheritdoc cref="ZeroPadding2DLayer"/>
    /// <param name="before">Rows added above and columns added on the left; at least 0 each.</param>
    /// <param name="after">Rows added below and columns added on the right; default as many as before.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor ZeroPadding2D(Sides before, Sides? after = null, string? name = null) =>
        Apply(new ZeroPadding2DLayer { Before = before, After = after ?? before }, name: name);
}
