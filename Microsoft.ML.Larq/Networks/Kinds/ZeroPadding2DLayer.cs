using System.Text.Json.Serialization;
using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

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
    internal int Top
    {
        get => Before[0];
        init => Before = (value, Before[1]);
    }

    [JsonInclude]
    internal int Bottom
    {
        get => After[0];
        init => After = (value, After[1]);
    }

    [JsonInclude]
    internal int Left
    {
        get => Before[1];
        init => Before = (Before[0], value);
    }

    [JsonInclude]
    internal int Right
    {
        get => After[1];
        init => After = (After[0], value);
    }

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var image = inputs.Image;
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
    /// <inheritdoc cref="ZeroPadding2DLayer"/>
    /// <param name="before">Rows added above and columns added on the left; at least 0 each.</param>
    /// <param name="after">Rows added below and columns added on the right; default as many as before.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor ZeroPadding2D(Sides before, Sides? after = null, string? name = null) =>
        Apply(new ZeroPadding2DLayer { Before = before, After = after ?? before }, name: name);
}
