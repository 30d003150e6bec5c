using SkiaSharp;

namespace Larq.ModelBuilder.Data;

/// <summary>Whether a file is an image that can be shown whole.</summary>
internal static class ImageCheck
{
    private const long MostPixels = 100_000_000;

    /// <summary>What is wrong with it, or null, and its smaller side.</summary>
    public static string? Fault(string path, out int side)
    {
        side = 0;
        if (IsEmpty(path)) return "is empty";
        using var codec = SKCodec.Create(path, out _);
        if (codec is null) return "is no image, or a broken one";
        var info = codec.Info;
        if ((long)info.Width * info.Height > MostPixels)
            return $"is {info.Width}×{info.Height} pixels, more than 100 million";
        using var bitmap = new SKBitmap(info.Width, info.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        var result = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        side = Math.Min(info.Width, info.Height);
        return result switch
        {
            SKCodecResult.Success => null,
            SKCodecResult.IncompleteInput => "breaks off in the middle",
            _ => $"cannot be shown ({result})",
        };
    }

    // Where a link leads; to a pipe or a device too, which must not be opened.
    private static bool IsEmpty(string path)
    {
        try
        {
            var file = File.ResolveLinkTarget(path, returnFinalTarget: true) ?? new FileInfo(path);
            return file is FileInfo { Exists: true, Length: 0 };
        }
        catch (IOException)
        {
            return false;
        }
    }
}
