using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Training;

public abstract partial record ImageAugmentation
{
    /// <summary>
    /// Covers a square whose centre is drawn evenly from all pixels; what of it lies outside the image is lost.
    /// </summary>
    /// <remarks>
    /// Rows from c − ⌊size/2⌋ to below c − ⌊size/2⌋ + size around the centre's row c, columns alike, all channels.
    /// DeVries and Taylor 2017, <see href="https://arxiv.org/abs/1708.04552"/>.
    /// </remarks>
    /// <param name="size">The square's side in pixels, at least 1.</param>
    /// <param name="value">What it is covered with: finite; default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static ImageAugmentation Cutout(int size, float value = 0f) => size >= 1
        ? new CutoutAugmentation(size, Finite(value, nameof(Cutout)))
        : throw new ArgumentOutOfRangeException(
            nameof(size), size, $"Cutout's {nameof(size)} is a number of pixels from 1, got {size}.");
}

/// <summary>What <see cref="ImageAugmentation.Cutout"/> describes.</summary>
internal sealed record CutoutAugmentation(int Size, float Value) : ImageAugmentation
{
    public override void Apply(Span<float> image, TensorShape shape, Random random)
    {
        var (height, width, channels) = (shape[0], shape[1], shape[2]);
        var (top, bottom) = Part(random.Next(height), height);
        var (left, right) = Part(random.Next(width), width);
        for (var y = top; y < bottom; y++)
            image[(((y * width) + left) * channels)..(((y * width) + right) * channels)].Fill(Value);
    }

    private (int From, int To) Part(int centre, int length)
    {
        var from = (long)centre - (Size / 2);
        return ((int)Math.Max(from, 0), (int)Math.Min(from + Size, length));
    }
}
