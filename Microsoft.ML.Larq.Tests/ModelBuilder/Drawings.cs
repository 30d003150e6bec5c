using SkiaSharp;

namespace Microsoft.ML.Larq.Tests.ModelBuilder;

/// <summary>Folders of drawn images: discs and crosses, of chance sizes and places.</summary>
internal static class Drawings
{
    public static void Folder(string folder, int each, int side = 16)
    {
        var random = new Random(4);
        foreach (var shape in (string[])["cross", "disc"])
        {
            Directory.CreateDirectory(Path.Combine(folder, shape));
            for (var i = 0; i < each; i++)
            {
                using var bitmap = new SKBitmap(side, side);
                using var canvas = new SKCanvas(bitmap);
                using var paint = new SKPaint { Color = SKColors.White, StrokeWidth = 2, IsAntialias = true };
                canvas.Clear(SKColors.Black);
                var (x, y) = (side / 2f + random.Next(-2, 3), side / 2f + random.Next(-2, 3));
                var r = side / 4f + random.Next(2);
                if (shape == "disc")
                {
                    canvas.DrawCircle(x, y, r, paint);
                }
                else
                {
                    canvas.DrawLine(x - r, y - r, x + r, y + r, paint);
                    canvas.DrawLine(x - r, y + r, x + r, y - r, paint);
                }

                using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
                File.WriteAllBytes(Path.Combine(folder, shape, $"{i}.png"), data.ToArray());
            }
        }
    }
}
