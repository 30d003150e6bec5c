namespace Microsoft.ML.Larq.Tests.Build;

/// <summary>
/// Microsoft.ML.TorchSharp beside the library, with its assembly as LarqFixMLTorchSharp makes it, and as it is shipped:
/// a repaired release shows in those tests, which then no longer find the failure.
/// </summary>
[TestClass]
public class NeighbourTests
{
    private static readonly DirectoryInfo Weights = Directory.CreateTempSubdirectory("larq-neighbour-");

    [ClassInitialize]
    public static void MakeWeights(TestContext _) => Done(NeighbourProcess.Run("weights", Weights.FullName));

    [ClassCleanup]
    public static void DeleteWeights() => Weights.Delete(recursive: true);

    [TestMethod]
    public void TextClassificationAndBinaryNet_InOneProcess_TrainAreHeardAndScoreAlikeWhenLoaded()
    {
        var said = Done(NeighbourProcess.Run("together", Weights.FullName));

        Assert.AreEqual($"neighbour: {NeighbourProcess.Fixed}", said[0]);
        Assert.AreEqual("text: 1", said[1]);
        StringAssert.StartsWith(said[2], "trained: 1 1 ");
        Assert.AreEqual(said[2].Replace("trained", "loaded", StringComparison.Ordinal), said[3]);
        Assert.AreEqual("scores: True", said[4]);
        foreach (var name in (string[])["Training model", "BinaryNet"])
        {
            Assert.Contains($"heard: {name} Started", said);
            Assert.Contains($"heard: {name} Progressed", said);
            Assert.Contains($"heard: {name} Stopped", said);
        }
    }

    [TestMethod]
    [DataRow("similarity", "scores: 2, numbers: 2")]
    [DataRow("entities", "labels: 6 4")]
    [DataRow("detection", "rows: 2, numbers: True")]
    public void AnotherTrainer_Fixed_TrainsAndScores(string what, string wanted) =>
        Assert.Contains(wanted, Done(NeighbourProcess.Run(what, Weights.FullName)));

    [TestMethod]
    [DataRow("text", "threw: ArgumentException: Mismatched state_dict sizes: expected 60, but found 142 entries.")]
    [DataRow("similarity", "threw: ArgumentException: Mismatched state_dict sizes: expected 60, but found 142 entries.")]
    [DataRow("entities", "threw: ArgumentException: Mismatched state_dict sizes: expected 52, but found 126 entries.")]
    [DataRow("detection", "threw: MissingMethodException: Method not found: 'Tensor functional.interpolate(")]
    public void Trainer_AsShipped_Fails(string what, string wanted)
    {
        var said = NeighbourProcess.Run(what, Weights.FullName, "as-shipped");

        Assert.AreEqual($"neighbour: {NeighbourProcess.AsShipped}", said[0]);
        StringAssert.StartsWith(said[1], wanted);
    }

    private static string[] Done(string[] said)
    {
        Assert.AreEqual("done", said[^1], string.Join('\n', said));
        return said;
    }
}
