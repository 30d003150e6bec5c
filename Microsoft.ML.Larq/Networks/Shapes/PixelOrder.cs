namespace Microsoft.ML.Larq.Networks;

/// <summary>The order of an image's values in a feature vector.</summary>
public enum PixelOrder
{
    /// <summary>Height, width, channels: a pixel's channels together (<c>interleavePixelColors: true</c>).</summary>
    Interleaved,

    /// <summary>Channels, height, width: one channel after another, as <c>ExtractPixels</c> gives by default.</summary>
    Planar,
}
