using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tests.Layers;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Augmentation;
using Microsoft.ML.Larq.Training.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tests.Training.Augmentation;

/// <summary>Augmentation where training runs.</summary>
[TestClass]
public class AugmentedRunTests
{
    private static readonly TensorShape Shape = new(4, 4, 1);

    [TestMethod]
    public void Batches_SameSeed_AreTheSameAndDifferByEpochAndBatch()
    {
        using var scope = NewDisposeScope();
        using var rows = Probe.Rows(3, 30, 16, x => x[0] > 0 ? 1 : 0);
        var first = Batches(rows, seed: 1, epoch: 1);
        CollectionAssert.AreEqual(first, Batches(rows, seed: 1, epoch: 1));
        CollectionAssert.AreNotEqual(first, Batches(rows, seed: 2, epoch: 1));
        CollectionAssert.AreNotEqual(first, Batches(rows, seed: 1, epoch: 2));

        // Two batches of the same image: what is done to them differs.
        using var same = Probe.Rows([.. Enumerable.Range(0, 20 * 16).Select(i => (float)(i % 16))], new float[20]);
        var moved = Batches(same, seed: 1, epoch: 1);
        CollectionAssert.AreNotEqual(moved[..160], moved[160..]);
    }

    // Rows are read again and again: they must stay what they are.
    [TestMethod]
    public void Batches_Augmented_LeaveTheRowsAndThePlainFeedAlone()
    {
        using var scope = NewDisposeScope();
        using var rows = Probe.Rows(3, 30, 16, x => x[0] > 0 ? 1 : 0);
        var before = Enumerable.Range(0, 30).SelectMany(row => rows[row].ToArray()).ToArray();
        Batches(rows, seed: 1, epoch: 1);
        CollectionAssert.AreEqual(before, Enumerable.Range(0, 30).SelectMany(row => rows[row].ToArray()).ToArray());
        CollectionAssert.AreEqual(before[..160], new BatchFeed(rows, 10, LabelScale.None, CPU)[0].Features.Values());
    }

    // All but the training batches see the rows as they are: the statistics of a first layer's normalization are those
    // of the plain images, though training saw nothing but covered ones.
    [TestMethod]
    public void Run_Augmented_ReestimatesAndValidatesOnPlainRows()
    {
        using var rows = Probe.Rows(3, 64, 16, x => x[0] > 0 ? 1 : 0);
        var definition = NetworkDefinition.Build(Shape, x => x.BatchNormalization().Flatten().Dense(2));
        var settings = Probe.Settings() with { Augmentation = [ImageAugmentation.Cutout(99, value: 1000)] };
        using var session = new TrainingSession(
            definition, NetworkWeights.Initialize(definition, 1), settings, rows, rows, CPU, new Listener());
        session.Run();
        var mean = Enumerable.Range(0, 64).SelectMany(row => rows[row].ToArray()).Average();
        Assert.AreEqual(mean, session.Weights["batch_normalization/moving_mean"].Values[0], 1e-5);
    }

    [TestMethod]
    public void Fit_VectorNetwork_NamesTheOptionAndTheShape()
    {
        var options = Trainers.Options();
        options.Augmentation = [ImageAugmentation.HorizontalFlip()];
        var error = Assert.ThrowsExactly<ArgumentException>(() => Trainers.Fit(new MLContext(seed: 1), options));
        StringAssert.Contains(error.Message, "Option Augmentation");
        StringAssert.Contains(error.Message, "(3,)");
        StringAssert.Contains(error.Message, "Option Image");
    }

    [TestMethod]
    public void Fit_MoveLargerThanTheImage_IsRefused()
    {
        var options = Trainers.Options();
        options.Image = new ImageShape(1, 3, 1);
        options.Network = (input, outputs) => input.Flatten().Dense(outputs);
        options.Augmentation = [ImageAugmentation.Shift(0, 3)];
        var error = Assert.ThrowsExactly<ArgumentException>(() => Trainers.Fit(new MLContext(seed: 1), options));
        StringAssert.Contains(error.Message, "Option Augmentation: Shift");
        options.Augmentation = [ImageAugmentation.Shift(0, 2), ImageAugmentation.HorizontalFlip()];
        Assert.AreEqual(3, Trainers.Fit(new MLContext(seed: 1), options).History.Epochs);
    }

    private static float[] Batches(RowCache rows, int seed, int epoch)
    {
        var augmenter = new Augmenter(
            [ImageAugmentation.RandomCrop(2), ImageAugmentation.HorizontalFlip()], Shape, seed);
        var feed = new BatchFeed(rows, 10, LabelScale.None, CPU, augmenter) { Epoch = epoch };
        return [.. Enumerable.Range(0, feed.Batches).SelectMany(batch => feed[batch].Features.Values())];
    }
}
