using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Training.Augmentation;

/// <summary>Changes the images of a batch, each by all augmentations in turn.</summary>
internal sealed class Augmenter(IReadOnlyList<ImageAugmentation> augmentations, TensorShape shape, int seed)
{
    /// <exception cref="ArgumentException">
    /// The network takes no images, or an augmentation does not fit them.
    /// </exception>
    public static void Check(IReadOnlyList<ImageAugmentation> augmentations, TensorShape shape)
    {
        if (augmentations.Count == 0) return;
        if (shape.Rank != 3)
        {
            throw new ArgumentException(
                "Option Augmentation changes images of height, width and channels; the network takes a vector of shape "
                + $"{shape}. Option Image says that a feature vector is an image.");
        }

        foreach (var augmentation in augmentations) augmentation.Check(shape);
    }

    /// <summary>Changes the images of a batch where they lie.</summary>
    /// <param name="images">One image after another.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="batch">The batch, from 0.</param>
    public void Apply(Span<float> images, int epoch, int batch)
    {
        if (augmentations.Count == 0) return;
        var random = new Random(Mix(seed, epoch, batch));
        for (var image = 0; image < images.Length; image += shape.Size)
        {
            foreach (var augmentation in augmentations)
                augmentation.Apply(images.Slice(image, shape.Size), shape, random);
        }
    }

    // SplitMix64's finalizer (Steele, Lea and Flood 2014): seeds that lie side by side give unrelated ones.
    private static int Mix(int seed, int epoch, int batch)
    {
        unchecked
        {
            var x = ((ulong)(uint)seed << 32)
                ^ ((ulong)(uint)epoch * 0x9E3779B97F4A7C15)
                ^ ((ulong)(uint)batch * 0xD1B54A32D192ED03);
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
            return (int)(x ^ (x >> 31));
        }
    }
}
