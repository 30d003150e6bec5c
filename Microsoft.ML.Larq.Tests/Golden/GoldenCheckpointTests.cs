using Microsoft.ML.Larq.Checkpoints;

namespace Microsoft.ML.Larq.Tests.Golden;

/// <summary>
/// A checkpoint that an earlier version wrote is read as it was, and its training goes on as it would have.
/// </summary>
[TestClass]
public class GoldenCheckpointTests
{
    private static readonly string Folder = Path.Combine(GoldenFolder.Version1, GoldenTraining.Checkpoint);

    [TestMethod]
    public void Latest_OfAnEarlierVersion_HoldsEveryNumber()
    {
        var checkpoint = CheckpointFolder.Latest(Folder);
        Assert.AreEqual(2, checkpoint.State.Epoch);
        Assert.IsNotEmpty(checkpoint.State.Slots);
        Assert.IsNotEmpty(checkpoint.State.Generators);
        Assert.IsNotEmpty(checkpoint.State.Callbacks);
        Assert.AreEqual(Text(GoldenCheckpoint.StateName), GoldenText.AsVersion1(GoldenCheckpoint.Describe(checkpoint)));
    }

    [TestMethod]
    public void Fit_FromAnEarlierVersionsCheckpoint_EndsInTheSameWeights()
    {
        var resumed = GoldenTraining.Fit(options => options.ResumeFrom = Folder);
        Assert.AreEqual(4, resumed.History.Epochs);
        Assert.AreEqual(Text(GoldenCheckpoint.WeightsName), GoldenCheckpoint.Weights(resumed.Weights));
    }

    // What the test above rests on: no number of this training is rounded.
    [TestMethod]
    public void Fit_InOnePiece_EndsInTheSameWeights()
    {
        var whole = GoldenTraining.Fit(_ => { });
        Assert.AreEqual(Text(GoldenCheckpoint.WeightsName), GoldenCheckpoint.Weights(whole.Weights));
        foreach (var (name, weight) in whole.Weights)
        {
            foreach (var value in weight.Values)
                Assert.AreEqual(Math.Round(value * 65536.0), value * 65536.0, $"{name}: {value:R}");
        }

        var moved = whole.Weights.Values.SelectMany(weight => weight.Values.ToArray()).Distinct().Count();
        Assert.IsGreaterThan(9, moved, "More values than the nine that the training starts from.");
    }

    private static string Text(string name) => File.ReadAllText(Path.Combine(GoldenFolder.Version1, name));
}
