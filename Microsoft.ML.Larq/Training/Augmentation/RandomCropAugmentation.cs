using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Training.Augmentation;

namespace Microsoft.ML.Larq.Training;

public abstract partial record ImageAugmentation
{
    /// <summary>
    /// Pads the image on all four sides and cuts a piece of its old size out, at a place drawn evenly from all
    /// (2·padding + 1)² of them.
    /// </summary>
    /// <remarks>
    /// The usual augmentation of CIFAR-10 with a padding of 4: He et al. 2015,
    /// <see href="https://arxiv.org/abs/1512.03385"/>, section 4.2.
    /// </remarks>
    /// <param name="padding">Pixels a side: from 0 to below the image's shorter side; default 4.</param>
    /// <param name="fill">What the padding holds; default <see cref="FillMode.Constant"/>.</param>
    /// <param name="value">The constant: finite; default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static ImageAugmentation RandomCrop(int padding = 4, FillMode fill = FillMode.Constant, float value = 0f) =>
        new RandomCropAugmentation(
            Distance(padding, nameof(RandomCrop), nameof(padding)),
            new Displacement(Defined(fill, nameof(RandomCrop)), Finite(value, nameof(RandomCrop))));
}

/// <summary>What <see cref="ImageAugmentation.RandomCrop"/> describes.</summary>
internal sealed record RandomCropAugmentation(int Padding, Displacement Displacement) : ImageAugmentation
{
    // Cut at (top, left) of the padded image, pixel (y, x) is what (y + top − padding, x + left − padding) was.
    public override void Apply(Span<float> image, TensorShape shape, Random random)
    {
        var top = random.Next((2 * Padding) + 1);
        var left = random.Next((2 * Padding) + 1);
        Displacement.Move(image, shape, Padding - top, Padding - left);
    }

    public override void Check(TensorShape shape)
    {
        if (Padding < Math.Min(shape[0], shape[1])) return;
        throw new ArgumentException(
            "Option Augmentation: RandomCrop pads an image by less than its shorter side, "
            + $"{Math.Min(shape[0], shape[1])}; got {Padding}.");
    }
}
