using Microsoft.ML.Data;
using Microsoft.ML.Larq.Packed.Usage;

namespace Microsoft.ML.Larq.Images;

/// <summary>
/// An image as the zoo's networks want it: centre crop, bicubic resize, mean and deviation of ImageNet.
/// </summary>
/// <remarks>
/// <para>
/// The square in the centre of side ⌊size / (size + 32) · min(height, width)⌋, whose upper left corner is at
/// ⌊(height − side + 1) / 2⌋, ⌊(width − side + 1) / 2⌋; resized by <see cref="BicubicResize"/>; then, per channel of
/// red, green, blue from 0 to 255: (x − 255·mean) / (255·deviation) with means 0.485, 0.456, 0.406 and deviations
/// 0.229, 0.224, 0.225. Alpha is left out.
/// </para>
/// <para>Source: Larq Zoo's <c>preprocess_input</c>.</para>
/// </remarks>
internal static class ImageNetPixels
{
    public const int Channels = 3;

    private const float Margin = 32f;

    /// <summary>Fills size×size×3 values, interleaved.</summary>
    public static void Fill(MLImage image, int size, Span<float> values)
    {
        var blueFirst = image.PixelFormat switch
        {
            MLPixelFormat.Bgra32 => true,
            MLPixelFormat.Rgba32 => false,
            var other => throw new InvalidOperationException($"An image's pixels are Bgra32 or Rgba32, got {other}."),
        };
        Fill(image.Pixels, image.Height, image.Width, blueFirst, size, values);
    }

    /// <summary>The same from four bytes per pixel.</summary>
    public static void Fill(
        ReadOnlySpan<byte> pixels, int height, int width, bool blueFirst, int size, Span<float> values)
    {
        const int Bytes = 4;
        var side = Math.Max(1, (int)(size / (size + Margin) * Math.Min(height, width)));
        var (top, left) = ((height - side + 1) / 2, (width - side + 1) / 2);
        var crop = new float[side * side * Channels];
        for (var y = 0; y < side; y++)
        {
            for (var x = 0; x < side; x++)
            {
                var pixel = pixels.Slice((((top + y) * width) + left + x) * Bytes, Channels);
                for (var channel = 0; channel < Channels; channel++)
                    crop[(((y * side) + x) * Channels) + channel] = pixel[blueFirst ? Channels - 1 - channel : channel];
            }
        }

        BicubicResize.Resize(crop, side, side, Channels, values, size, size);
        PixelScale.Apply(values, PixelScale.ImageNetMeans, PixelScale.ImageNetDeviations);
    }
}
