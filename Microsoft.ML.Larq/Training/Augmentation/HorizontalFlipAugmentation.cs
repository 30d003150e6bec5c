using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Training;

public abstract partial record ImageAugmentation
{
    /// <summary>Mirrors the image left to right with a probability.</summary>
    /// <param name="probability">From 0 to 1; default 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">The probability is out of range.</exception>
    public static ImageAugmentation HorizontalFlip(double probability = 0.5) => probability is >= 0 and <= 1
        ? new HorizontalFlipAugmentation(probability)
        : throw new ArgumentOutOfRangeException(
            nameof(probability), probability,
            $"HorizontalFlip's {nameof(probability)} is from 0 to 1, got {probability}.");
}

/// <summary>What <see cref="ImageAugmentation.HorizontalFlip"/> describes.</summary>
internal sealed record HorizontalFlipAugmentation(double Probability) : ImageAugmentation
{
    public override void Apply(Span<float> image, TensorShape shape, Random random)
    {
        if (random.NextDouble() >= Probability) return;
        var (width, channels) = (shape[1], shape[2]);
        for (var y = 0; y < shape[0]; y++)
        {
            var row = image.Slice(y * width * channels, width * channels);

            // Reversing the whole row reverses the channels of each pixel too; they are put right again.
            row.Reverse();
            if (channels == 1) continue;
            for (var x = 0; x < width; x++) row.Slice(x * channels, channels).Reverse();
        }
    }
}
