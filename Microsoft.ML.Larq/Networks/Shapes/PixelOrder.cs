namespace Microsoft.ML.Larq.Networks;

/// <summary>The order of an image's values in a feature vector.</summary>
public enum PixelOrder
{
    /// <summary>
    /// Height, width, channels: all channels of a pixel together (<c>interleavePixelColors: true</c>).
    /// </summary>
    Interleaved,

    /// <summary>
    /// Channels, height, width: one channel's image after another, as <c>ExtractPixels</c> gives by default.
    /// </summary>
    Planar,
}
