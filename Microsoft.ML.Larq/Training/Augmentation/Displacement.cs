using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Training.Augmentation;

/// <summary>Moves an image by whole pixels.</summary>
/// <param name="Fill">What stands where nothing is left.</param>
/// <param name="Value">The value of <see cref="FillMode.Constant"/>.</param>
internal readonly record struct Displacement(FillMode Fill, float Value)
{
    /// <summary>Pixel (y, x) becomes what (y − down, x − right) was; down and right may be negative.</summary>
    public void Move(Span<float> image, TensorShape shape, int down, int right)
    {
        if (down == 0 && right == 0) return;
        var (height, width, channels) = (shape[0], shape[1], shape[2]);
        ReadOnlySpan<float> source = image.ToArray();
        for (var y = 0; y < height; y++)
        {
            var fromY = Source(y - down, height);
            for (var x = 0; x < width; x++)
            {
                var fromX = Source(x - right, width);
                var pixel = image.Slice(((y * width) + x) * channels, channels);
                if (fromY < 0 || fromX < 0) pixel.Fill(Value);
                else source.Slice(((fromY * width) + fromX) * channels, channels).CopyTo(pixel);
            }
        }
    }

    /// <summary>Where a coordinate is read, from 0 to below the size; −1 where the constant stands.</summary>
    private int Source(int at, int size)
    {
        if (at >= 0 && at < size) return at;
        return Fill switch
        {
            FillMode.Nearest => Math.Clamp(at, 0, size - 1),
            FillMode.Wrap => Modulo(at, size),
            FillMode.Reflect => Modulo(at, 2 * size) is var mirrored && mirrored < size
                ? mirrored
                : (2 * size) - 1 - mirrored,
            _ => -1,
        };
    }

    private static int Modulo(int value, int size) => ((value % size) + size) % size;
}
