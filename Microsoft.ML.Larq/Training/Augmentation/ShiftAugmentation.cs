using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Training.Augmentation;

namespace Microsoft.ML.Larq.Training;

public abstract partial record ImageAugmentation
{
    /// <summary>
    /// Moves the image down by d and right by r pixels, whole numbers drawn evenly from −rows … rows and −columns …
    /// columns.
    /// </summary>
    /// <param name="rows">The largest move up or down: from 0 to below the image's height.</param>
    /// <param name="columns">The largest move left or right: from 0 to below the image's width.</param>
    /// <param name="fill">What stands where nothing is left; default <see cref="FillMode.Constant"/>.</param>
    /// <param name="value">The constant: finite; default 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of range.</exception>
    public static ImageAugmentation Shift(int rows, int columns, FillMode fill = FillMode.Constant, float value = 0f) =>
        new ShiftAugmentation(
            Distance(rows, nameof(Shift), nameof(rows)),
            Distance(columns, nameof(Shift), nameof(columns)),
            new Displacement(Defined(fill, nameof(Shift)), Finite(value, nameof(Shift))));
}

/// <summary>What <see cref="ImageAugmentation.Shift"/> describes.</summary>
internal sealed record ShiftAugmentation(int Rows, int Columns, Displacement Displacement) : ImageAugmentation
{
    public override void Apply(Span<float> image, TensorShape shape, Random random)
    {
        var down = random.Next(-Rows, Rows + 1);
        var right = random.Next(-Columns, Columns + 1);
        Displacement.Move(image, shape, down, right);
    }

    public override void Check(TensorShape shape)
    {
        if (Rows < shape[0] && Columns < shape[1]) return;
        throw new ArgumentException(
            $"Option Augmentation: Shift moves an image by fewer rows and columns than it has, {shape[0]} and "
            + $"{shape[1]}; got {Rows} and {Columns}.");
    }
}
