using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Adds rows and columns of zeros around an image.</summary>
/// <remarks>
/// Shape: (height, width, channels) → (top + height + bottom, left + width + right, channels). Keras:
/// <c>ZeroPadding2D</c>.
/// </remarks>
public sealed record ZeroPadding2DLayer : LayerKind
{
    /// <summary>Rows added above; at least 0, default 1.</summary>
    public int Top { get; init; } = 1;

    /// <summary>Rows added below; at least 0, default 1.</summary>
    public int Bottom { get; init; } = 1;

    /// <summary>Columns added on the left; at least 0, default 1.</summary>
    public int Left { get; init; } = 1;

    /// <summary>Columns added on the right; at least 0, default 1.</summary>
    public int Right { get; init; } = 1;

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var image = inputs.Image;
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
    public NetworkTensor ZeroPadding2D(Sides before, Sides? after = null, string? name = null)
    {
        var (top, left) = (before[0], before[1]);
        var (bottom, right) = (after?[0] ?? top, after?[1] ?? left);
        return Apply(new ZeroPadding2DLayer { Top = top, Bottom = bottom, Left = left, Right = right }, name: name);
    }
}
