using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Repeats each step of a sequence.</summary>
/// <remarks>Shape: (length, channels) → (length·size, channels). Keras: <c>UpSampling1D</c>.</remarks>
public sealed record UpSampling1DLayer : LayerKind
{
    /// <summary>How often each step comes; at least 1, default 2.</summary>
    public int Size { get; init; } = 2;

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var sequence = inputs.WithAxes(1);
        inputs.Range("size", Size, 1);
        return new TensorShape(inputs.Length((long)sequence[0] * Size), sequence.Channels);
    }
}

/// <summary>Enlarges an image by whole factors.</summary>
/// <remarks>
/// <para>Nearest: every pixel is repeated. Bilinear: with factor f, output cell i lies at (i + ½)/f − ½ of the input,
/// and is interpolated between the two cells around that, along the height and along the width; beyond the first and
/// the last cell that cell is taken.</para>
/// <para>Shape: (height, width, channels) → (height·size, width·size, channels). Keras: <c>UpSampling2D</c>.</para>
/// </remarks>
public sealed record UpSampling2DLayer() : LayerKind(axes: 2)
{
    /// <summary>The factors along height and width; default 2×2.</summary>
    public Sides Size { get; init; } = 2;

    /// <summary>What lies between pixels; default nearest.</summary>
    public Interpolation Interpolation { get; init; }

    // Two lines of two numbers each are mixed, and then the two.
    internal override LayerCost Cost(IReadOnlyList<TensorShape> inputs, TensorShape output) =>
        LayerCost.Touching(inputs, output, Interpolation == Interpolation.Bilinear ? 20 : 1) with
        {
            Tables = 4 * ((Int128)output[0] + output[1]),
        };

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var image = inputs.WithAxes(2);
        inputs.Positive("size", SpatialAxes, Size.Along(SpatialAxes));
        inputs.Defined("interpolation", Interpolation);
        return new TensorShape(
            inputs.Length((long)image[0] * Size[0]), inputs.Length((long)image[1] * Size[1]), image.Channels);
    }
}

/// <summary>What an <see cref="UpSampling2DLayer"/> puts between the pixels that it has.</summary>
public enum Interpolation
{
    /// <summary>The nearest pixel again.</summary>
    Nearest,

    /// <summary>A weighted mean of the four pixels around.</summary>
    Bilinear,
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="UpSampling1DLayer"/>
    /// <param name="size">How often each step comes; at least 1, default 2.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor UpSampling1D(int size = 2, string? name = null) =>
        Apply(new UpSampling1DLayer { Size = size }, name: name);

    /// <inheritdoc cref="UpSampling2DLayer"/>
    /// <param name="size">The factors along height and width; default 2×2.</param>
    /// <param name="interpolation">What lies between pixels; default nearest.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor UpSampling2D(
        Sides? size = null, Interpolation interpolation = Interpolation.Nearest, string? name = null) => Apply(
        new UpSampling2DLayer { Size = size ?? 2, Interpolation = interpolation }, name: name);
}
