using Larq.ModelBuilder.Data;
using SkiaSharp;

namespace Larq.ModelBuilder.Serving;

/// <summary>Small pictures of images.</summary>
internal static class Thumbnail
{
    private const int Side = 256;

    // A large image takes much memory for a moment.
    private static readonly SemaphoreSlim One = new(1);

    /// <summary>The image as PNG, with 256 pixels at most in each direction.</summary>
    /// <exception cref="AskException">It is no image that can be shown.</exception>
    public static async Task<byte[]> Of(string path, CancellationToken cancellation)
    {
        await One.WaitAsync(cancellation);
        try
        {
            if (ImageCheck.Fault(path, out _) is { } fault) throw new AskException(422, $"The image {fault}.");
            using var whole = SKBitmap.Decode(path) ?? throw new AskException(422, "The image cannot be shown.");
            var scale = Math.Min(1f, (float)Side / Math.Max(whole.Width, whole.Height));
            var size = new SKImageInfo(
                Math.Max(1, (int)(whole.Width * scale)), Math.Max(1, (int)(whole.Height * scale)));
            using var small = scale < 1 ? whole.Resize(size, SKFilterQuality.Medium) : whole.Copy();
            using var data = (small ?? throw new AskException(422, "The image cannot be shown."))
                .Encode(SKEncodedImageFormat.Png, 100);
            return data.ToArray();
        }
        finally
        {
            One.Release();
        }
    }
}
