using Microsoft.ML.Data;

namespace ImageClassification.Drawing;

/// <summary>
/// Draws figures of any colours, turned and sized at random, on noise: only their form tells them apart.
/// </summary>
internal sealed class DrawnImages(int seed)
{
    /// <summary>Height and width of an image; the figure keeps to the part that the preprocessing keeps.</summary>
    public const int Side = 80;

    private const int Channels = 4;
    private const int Noise = 20;

    private readonly Random _random = new(seed);

    /// <summary>Writes files into a folder for each figure, and says what is where.</summary>
    public IReadOnlyList<ImageRow> Draw(
        string folder, IReadOnlyDictionary<string, Func<double, double, bool>> figures, int each)
    {
        var rows = new List<ImageRow>();
        foreach (var (name, figure) in figures)
        {
            var path = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
            for (var i = 0; i < each; i++)
            {
                using var image = MLImage.CreateFromPixels(Side, Side, MLPixelFormat.Rgba32, Pixels(figure));
                rows.Add(new ImageRow { Path = Path.Combine(path, $"{name} {i}.png"), Label = name });
                image.Save(rows[^1].Path);
            }
        }

        return rows;
    }

    private byte[] Pixels(Func<double, double, bool> figure)
    {
        var pixels = new byte[Side * Side * Channels];
        var radius = Between(13, 20);
        var (centerX, centerY) = ((Side / 2) + Between(-4, 4), (Side / 2) + Between(-4, 4));
        var (sin, cos) = Math.SinCos(Between(-0.5, 0.5));
        var ground = Color();
        var color = Color();
        while (color.Sum() - ground.Sum() < 200) (ground, color) = (Color(), Color());
        for (var y = 0; y < Side; y++)
        {
            for (var x = 0; x < Side; x++)
            {
                // Four points of a pixel smooth the edge.
                var share = 0.0;
                foreach (var (dx, dy) in ((double, double)[])[(0.25, 0.25), (0.75, 0.25), (0.25, 0.75), (0.75, 0.75)])
                {
                    var (u, v) = ((x + dx - centerX) / radius, (y + dy - centerY) / radius);
                    if (figure((cos * u) + (sin * v), (cos * v) - (sin * u))) share += 0.25;
                }

                var at = ((y * Side) + x) * Channels;
                for (var channel = 0; channel < 3; channel++)
                {
                    var value = (share * color[channel]) + ((1 - share) * ground[channel]) + Between(-Noise, Noise);
                    pixels[at + channel] = (byte)Math.Clamp(value, 0, 255);
                }

                pixels[at + 3] = 255;
            }
        }

        return pixels;
    }

    private double[] Color() => [Between(0, 255), Between(0, 255), Between(0, 255)];

    private double Between(double least, double most) => least + (_random.NextDouble() * (most - least));
}
