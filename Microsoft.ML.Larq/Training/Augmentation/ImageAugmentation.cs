using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Training;

/// <summary>Changes training images at random, so that a network sees the same image in many ways.</summary>
/// <remarks>
/// <para>
/// Only batches that are trained on are changed: not the validation set, nor the rows that batch normalizations are
/// re-estimated from. Draws come from the training's seed, the epoch and the batch, so that the same seed gives the
/// same batches, whatever else draws random numbers.
/// </para>
/// <para>An own augmentation derives from this and draws from nothing but the generator it is given.</para>
/// </remarks>
public abstract partial record ImageAugmentation
{
    /// <summary>Changes one image in place.</summary>
    /// <param name="image">The values in the order height, width, channels; as many as the shape has.</param>
    /// <param name="shape">Height, width and channels.</param>
    /// <param name="random">The source of every random choice.</param>
    public abstract void Apply(Span<float> image, TensorShape shape, Random random);

    /// <summary>Whether images of a shape can be changed; called once before training.</summary>
    /// <param name="shape">Height, width and channels.</param>
    /// <exception cref="ArgumentException">They cannot; the message says why.</exception>
    public virtual void Check(TensorShape shape)
    {
    }

    private static int Distance(int pixels, string augmentation, string parameter) => pixels >= 0
        ? pixels
        : throw new ArgumentOutOfRangeException(
            parameter, pixels, $"{augmentation}'s {parameter} is a number of pixels from 0, got {pixels}.");

    private static FillMode Defined(FillMode fill, string augmentation) => Enum.IsDefined(fill)
        ? fill
        : throw new ArgumentOutOfRangeException(
            nameof(fill), fill,
            $"{augmentation}'s {nameof(fill)} is one of {string.Join(", ", Enum.GetNames<FillMode>())}, got {fill}.");

    private static float Finite(float value, string augmentation) => float.IsFinite(value)
        ? value
        : throw new ArgumentOutOfRangeException(
            nameof(value), value, $"{augmentation}'s {nameof(value)} is a finite number, got {value}.");
}
