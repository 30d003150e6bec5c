using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Augmentation;

namespace Microsoft.ML.Larq.Tests.Training.Augmentation;

[TestClass]
public class AugmentationTests
{
    private static readonly TensorShape Line = new(1, 4, 1);

    // The pictures of FillMode's documentation, two to the right and two to the left.
    [TestMethod]
    [DataRow(FillMode.Constant, 2, "9 9 1 2")]
    [DataRow(FillMode.Constant, -2, "3 4 9 9")]
    [DataRow(FillMode.Nearest, 2, "1 1 1 2")]
    [DataRow(FillMode.Nearest, -2, "3 4 4 4")]
    [DataRow(FillMode.Reflect, 2, "2 1 1 2")]
    [DataRow(FillMode.Reflect, -3, "4 4 3 2")]
    [DataRow(FillMode.Wrap, 2, "3 4 1 2")]
    [DataRow(FillMode.Wrap, -1, "2 3 4 1")]
    [DataRow(FillMode.Constant, 0, "1 2 3 4")]
    public void Move_ALine_LooksAsDocumented(FillMode fill, int right, string expected)
    {
        float[] image = [1, 2, 3, 4];
        new Displacement(fill, 9).Move(image, Line, 0, right);
        Assert.AreEqual(expected, string.Join(' ', image));
        float[] column = [1, 2, 3, 4];
        new Displacement(fill, 9).Move(column, new TensorShape(4, 1, 1), right, 0);
        Assert.AreEqual(expected, string.Join(' ', column));
    }

    [TestMethod]
    public void Move_ColouredImage_KeepsThePixelsWhole()
    {
        // 2×3 pixels of two channels: value = 100·row + 10·column + channel.
        float[] image = [0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121];
        new Displacement(FillMode.Constant, -1).Move(image, new TensorShape(2, 3, 2), 1, -1);
        Assert.AreEqual("-1 -1 -1 -1 -1 -1 10 11 20 21 -1 -1", string.Join(' ', image));
    }

    // Every place with about its share of the draws; which one it is, is told by where the only bright pixel went.
    [TestMethod]
    public void Shift_ManyDraws_ReachEveryPlaceEvenly() => AssertPlaces(
        ImageAugmentation.Shift(1, 2),
        [.. from y in Enumerable.Range(-1, 3) from x in Enumerable.Range(-2, 5) select (y, x)]);

    [TestMethod]
    public void RandomCrop_ManyDraws_ReachEveryPlaceEvenly() => AssertPlaces(
        ImageAugmentation.RandomCrop(2),
        [.. from y in Enumerable.Range(-2, 5) from x in Enumerable.Range(-2, 5) select (y, x)]);

    [TestMethod]
    public void HorizontalFlip_Certain_MirrorsPixelsNotChannels()
    {
        float[] image = [0, 1, 2, 10, 11, 12, 100, 101, 102, 110, 111, 112];
        ImageAugmentation.HorizontalFlip(1).Apply(image, new TensorShape(2, 2, 3), new Random(1));
        Assert.AreEqual("10 11 12 0 1 2 110 111 112 100 101 102", string.Join(' ', image));
        float[] grey = [1, 2, 3, 4, 5, 6];
        ImageAugmentation.HorizontalFlip(1).Apply(grey, new TensorShape(2, 3, 1), new Random(1));
        Assert.AreEqual("3 2 1 6 5 4", string.Join(' ', grey));
    }

    [TestMethod]
    [DataRow(0.0)]
    [DataRow(0.25)]
    [DataRow(0.5)]
    public void HorizontalFlip_Probability_IsItsShare(double probability)
    {
        var random = new Random(5);
        var flips = 0;
        for (var i = 0; i < 4000; i++)
        {
            float[] image = [1, 2];
            ImageAugmentation.HorizontalFlip(probability).Apply(image, new TensorShape(1, 2, 1), random);
            if (image[0] == 2) flips++;
        }

        // Five standard deviations of a share of 4,000.
        Assert.AreEqual(probability, flips / 4000.0, 5 * Math.Sqrt(probability * (1 - probability) / 4000));
    }

    // Against a square drawn pixel by pixel around every centre.
    [TestMethod]
    [DataRow(1)]
    [DataRow(2)]
    [DataRow(3)]
    [DataRow(9)]
    public void Cutout_Square_CoversWhatLiesAroundItsCentre(int size)
    {
        var shape = new TensorShape(5, 4, 2);
        var possible = new HashSet<string>();
        for (var cy = 0; cy < 5; cy++)
        {
            for (var cx = 0; cx < 4; cx++)
            {
                var text = "";
                for (var y = 0; y < 5; y++)
                {
                    for (var x = 0; x < 4; x++)
                    {
                        var (dy, dx) = (y - cy + (size / 2), x - cx + (size / 2));
                        text += dy >= 0 && dy < size && dx >= 0 && dx < size ? "77" : "11";
                    }
                }

                possible.Add(text);
            }
        }

        var random = new Random(3);
        var seen = new HashSet<string>();
        for (var i = 0; i < 2000; i++)
        {
            var image = Enumerable.Repeat(1f, shape.Size).ToArray();
            ImageAugmentation.Cutout(size, 7).Apply(image, shape, random);
            seen.Add(string.Concat(image));
        }

        Assert.IsTrue(possible.SetEquals(seen), $"{possible.Count} and {seen.Count} squares");
    }

    public static IEnumerable<object[]> Wrong =>
    [
        [(Action)(() => ImageAugmentation.Shift(-1, 0)), "Shift's rows is a number of pixels from 0, got -1"],
        [(Action)(() => ImageAugmentation.Shift(0, -2)), "Shift's columns is a number of pixels from 0, got -2"],
        [(Action)(() => ImageAugmentation.Shift(0, 0, (FillMode)9)),
            "fill is one of Constant, Nearest, Reflect, Wrap, got 9"],
        [(Action)(() => ImageAugmentation.Shift(0, 0, value: float.NaN)), "Shift's value is a finite number, got NaN"],
        [(Action)(() => ImageAugmentation.RandomCrop(-1)), "RandomCrop's padding is a number of pixels from 0, got -1"],
        [(Action)(() => ImageAugmentation.RandomCrop(1, (FillMode)9)), "RandomCrop's fill is one of"],
        [(Action)(() => ImageAugmentation.HorizontalFlip(1.5)), "probability is from 0 to 1, got 1.5"],
        [(Action)(() => ImageAugmentation.HorizontalFlip(double.NaN)), "got NaN"],
        [(Action)(() => ImageAugmentation.Cutout(0)), "Cutout's size is a number of pixels from 1, got 0"],
        [(Action)(() => ImageAugmentation.Cutout(1, float.PositiveInfinity)), "Cutout's value is a finite number"],
        [(Action)(() => ImageAugmentation.Shift(5, 0).Check(new TensorShape(5, 6, 1))), "5 and 6; got 5 and 0"],
        [(Action)(() => ImageAugmentation.Shift(0, 6).Check(new TensorShape(5, 6, 1))), "got 0 and 6"],
        [(Action)(() => ImageAugmentation.RandomCrop(5).Check(new TensorShape(6, 5, 1))), "shorter side, 5; got 5"],
    ];

    [TestMethod]
    [DynamicData(nameof(Wrong))]
    public void Create_OutOfRange_SaysWhatIsAllowedAndWhatCame(Action create, string said) =>
        StringAssert.Contains(Assert.Throws<ArgumentException>(create).Message, said);

    private static void AssertPlaces(ImageAugmentation augmentation, (int Y, int X)[] expected)
    {
        const int Draws = 20_000;
        var shape = new TensorShape(7, 7, 1);
        augmentation.Check(shape);
        var random = new Random(11);
        var counts = new Dictionary<(int Y, int X), int>();
        for (var i = 0; i < Draws; i++)
        {
            var image = new float[49];
            image[24] = 1;
            augmentation.Apply(image, shape, random);
            var at = Array.IndexOf(image, 1f);
            counts[((at / 7) - 3, (at % 7) - 3)] = counts.GetValueOrDefault(((at / 7) - 3, (at % 7) - 3)) + 1;
        }

        CollectionAssert.AreEquivalent(expected, counts.Keys);
        var share = 1.0 / expected.Length;
        foreach (var (place, count) in counts)
            Assert.AreEqual(share, (double)count / Draws, 5 * Math.Sqrt(share / Draws), place.ToString());
    }
}
