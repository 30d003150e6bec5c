using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Families;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Augmentation;

namespace Microsoft.ML.Larq.Tests.Training.Augmentation;

/// <summary>What every augmentation owes; its factories owe what <see cref="FactoryContractTests"/> says.</summary>
[TestClass]
public class AugmentationContractTests
{
    private static readonly TensorShape Shape = new(4, 5, 2);

    public static IEnumerable<object[]> Names => AugmentationOutcomes.Rows.Keys.Select(name => new object[] { name });

    [TestMethod]
    public void Outcomes_EveryAugmentation_AreThere() => Owed.Rows(
        nameof(ImageAugmentation), Kinds.Of(typeof(ImageAugmentation)).Select(kind => kind.Name),
        "AugmentationOutcomes.Rows (Tests/Training/Augmentation)", AugmentationOutcomes.Rows.Keys,
        "add one with all that it may make of an image, pixel by pixel");

    // An image among others: those before and behind stay as they are.
    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Apply_ManyDraws_GivesWhatItMayAndAllOfIt(string name)
    {
        var row = AugmentationOutcomes.Rows[name];
        Assert.AreEqual(name, row.Augmentation.GetType().Name);
        row.Augmentation.Check(Shape);
        var possible = row.Outcomes(Shape[0], Shape[1]).Select(Text).ToHashSet();
        var random = new Random(3);
        var seen = new HashSet<string>();
        for (var draw = 0; draw < 3000; draw++)
        {
            float[] batch = [.. Image(-1000), .. Image(0), .. Image(1000)];
            row.Augmentation.Apply(batch.AsSpan(Shape.Size, Shape.Size), Shape, random);
            CollectionAssert.AreEqual(Image(-1000), batch[..Shape.Size]);
            CollectionAssert.AreEqual(Image(1000), batch[^Shape.Size..]);
            var text = string.Join(' ', batch[Shape.Size..^Shape.Size]);
            Assert.Contains(text, possible, $"{name} may not make this of an image.");
            seen.Add(text);
        }

        Assert.HasCount(possible.Count, seen, name);
    }

    [TestMethod]
    [DynamicData(nameof(Names))]
    public void Apply_SameSeed_GivesTheSameImages(string name)
    {
        CollectionAssert.AreEqual(Augmented(name, seed: 5), Augmented(name, seed: 5));
        CollectionAssert.AreNotEqual(Augmented(name, seed: 5), Augmented(name, seed: 6));
    }

    private static float[] Augmented(string name, int seed)
    {
        float[] batch = [.. Enumerable.Range(0, 32).SelectMany(_ => Image(0))];
        new Augmenter([AugmentationOutcomes.Rows[name].Augmentation], Shape, seed).Apply(batch, epoch: 2, batch: 3);
        return batch;
    }

    // Every value of an image is another, and none is 9.
    private static float[] Image(int start) => [.. Enumerable.Range(0, Shape.Size).Select(i => start + 10f + i)];

    private static string Text(Func<int, int, (int Y, int X)?> outcome) => string.Join(
        ' ',
        from y in Enumerable.Range(0, Shape[0])
        from x in Enumerable.Range(0, Shape[1])
        from channel in Enumerable.Range(0, Shape[2])
        select outcome(y, x) is { } old ? Image(0)[(((old.Y * Shape[1]) + old.X) * Shape[2]) + channel] : 9);
}
