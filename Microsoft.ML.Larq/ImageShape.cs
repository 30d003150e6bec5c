using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq;

/// <summary>Says that a feature vector is an image, and how its values are ordered.</summary>
public sealed record ImageShape
{
    /// <summary>Describes an image.</summary>
    /// <param name="height">Rows of pixels, at least 1.</param>
    /// <param name="width">Columns of pixels, at least 1.</param>
    /// <param name="channels">Values per pixel, at least 1.</param>
    /// <param name="order">
    /// The values' order; null (default) reads it from a vector of three dimensions, and is
    /// <see cref="PixelOrder.Interleaved"/> for a flat vector.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the order is none of the two.</exception>
    public ImageShape(int height, int width, int channels, PixelOrder? order = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (order is { } given && !Enum.IsDefined(given))
            throw new ArgumentOutOfRangeException(nameof(order), order, "The order is Interleaved or Planar.");
        (Height, Width, Channels, Order) = (height, width, channels, order);
    }

    /// <summary>Rows of pixels.</summary>
    public int Height { get; }

    /// <summary>Columns of pixels.</summary>
    public int Width { get; }

    /// <summary>Values per pixel.</summary>
    public int Channels { get; }

    /// <summary>The values' order; null to read it from the vector's dimensions.</summary>
    public PixelOrder? Order { get; }

    /// <summary>Height×width×channels.</summary>
    public override string ToString() => $"{Height}×{Width}×{Channels}";
}
