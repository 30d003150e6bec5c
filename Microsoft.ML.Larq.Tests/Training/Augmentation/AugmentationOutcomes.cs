using Microsoft.ML.Larq.Training;

namespace Microsoft.ML.Larq.Tests.Training.Augmentation;

/// <summary>All that an augmentation may make of an image: the row that a new augmentation adds.</summary>
/// <param name="Augmentation">The augmentation.</param>
/// <param name="Outcomes">
/// For an image of so many rows and columns each thing that it may become: from a pixel's row and column to those of
/// the pixel that stands there, or null for the constant 9.
/// </param>
internal sealed record AugmentationOutcomes(
    ImageAugmentation Augmentation, Func<int, int, IEnumerable<Func<int, int, (int Y, int X)?>>> Outcomes)
{
    public static IReadOnlyDictionary<string, AugmentationOutcomes> Rows { get; } =
        new Dictionary<string, AugmentationOutcomes>
        {
            ["HorizontalFlipAugmentation"] = new(
                ImageAugmentation.HorizontalFlip(), (_, width) => [(y, x) => (y, x), (y, x) => (y, width - 1 - x)]),
            ["ShiftAugmentation"] = new(
                ImageAugmentation.Shift(1, 2, FillMode.Constant, 9), (height, width) =>
                    from down in Enumerable.Range(-1, 3)
                    from right in Enumerable.Range(-2, 5)
                    select Moved(height, width, down, right)),

            // Padded by one pixel and cut at (top, left), pixel (y, x) was (y + top − 1, x + left − 1).
            ["RandomCropAugmentation"] = new(
                ImageAugmentation.RandomCrop(1, FillMode.Constant, 9), (height, width) =>
                    from top in Enumerable.Range(0, 3)
                    from left in Enumerable.Range(0, 3)
                    select Moved(height, width, 1 - top, 1 - left)),

            // A square of 3 covers the pixels beside its centre.
            ["CutoutAugmentation"] = new(
                ImageAugmentation.Cutout(3, 9), (height, width) =>
                    from cy in Enumerable.Range(0, height)
                    from cx in Enumerable.Range(0, width)
                    select (Func<int, int, (int, int)?>)((y, x) =>
                        Math.Abs(y - cy) <= 1 && Math.Abs(x - cx) <= 1 ? null : (y, x))),
        };

    private static Func<int, int, (int, int)?> Moved(int height, int width, int down, int right) => (y, x) =>
        y - down >= 0 && y - down < height && x - right >= 0 && x - right < width ? (y - down, x - right) : null;
}
