using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Image;

namespace Microsoft.ML.Larq.Tests.Golden;

/// <summary>The image preprocessing that was saved, and an image for it.</summary>
internal static class GoldenPixels
{
    public const string ModelName = "pixels.zip";
    public const string ValuesName = "pixels.txt";

    private const int Width = 7;
    private const int Height = 5;

    public static void Save(string path)
    {
        var context = new MLContext();
        var rows = Rows(context);
        context.Model.Save(context.Larq().ImageNetPixels("Pixels", "Image", 6).Fit(rows), rows.Schema, path);
    }

    public static float[] Values(string model)
    {
        var context = new MLContext();
        return context.Model.Load(model, out _).Transform(Rows(context)).GetColumn<float[]>("Pixels").Single();
    }

    private static IDataView Rows(MLContext context) => context.Data.LoadFromEnumerable([new Row
    {
        Image = MLImage.CreateFromPixels(Width, Height, MLPixelFormat.Rgba32, Bytes),
    }]);

    private static byte[] Bytes =>
        [.. Enumerable.Range(0, Width * Height * 4).Select(i => i % 4 == 3 ? (byte)255 : (byte)((i * 37) % 256))];

    private sealed class Row
    {
        [ImageType(Height, Width)]
        public MLImage? Image { get; set; }

        // A schema of images alone is none that ML.NET saves.
        public float Number { get; set; }
    }
}
