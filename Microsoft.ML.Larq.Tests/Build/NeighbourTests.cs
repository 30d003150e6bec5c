using Microsoft.ML.Larq.Tests.Fuzz;

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
        Assert.AreEqual("packed: True", said[5]);
        foreach (var name in (string[])["Training model", "BinaryNet"])
        {
            Assert.Contains($"heard: {name} Started", said);
            Assert.Contains($"heard: {name} Progressed", said);
            Assert.Contains($"heard: {name} Stopped", said);
        }
    }

    [TestMethod]
    [DataRow("text", 8)]
    [DataRow("similarity", 2)]
    [DataRow("entities", 2)]
    [DataRow("detection", 2)]
    public void Trainer_Fixed_TrainsAndScoresAlikeWhenLoaded(string what, int rows) =>
        Assert.AreEqual($"{rows} rows alike", Done(NeighbourProcess.Run(what, Weights.FullName))[1]);

    [TestMethod]
    [DataRow("text", "ArgumentException: Mismatched state_dict sizes: expected 60, but found 142 entries.")]
    [DataRow("similarity", "ArgumentException: Mismatched state_dict sizes: expected 60, but found 142 entries.")]
    [DataRow("entities", "ArgumentException: Mismatched state_dict sizes: expected 60, but found 126 entries.")]
    [DataRow("detection", "MissingMethodException: Method not found: 'Tensor functional.interpolate(")]
    public void Trainer_AsShipped_Fails(string what, string wanted)
    {
        var said = NeighbourProcess.Run(what, Weights.FullName, "as-shipped");

        Assert.AreEqual($"neighbour: {NeighbourProcess.AsShipped}", said[0]);
        StringAssert.StartsWith(said[1], $"threw: {wanted}");
    }

    // Half a gigabyte of weights, and several of memory.
    [TestMethod]
    public void QuestionAnswering_FixedAndAsShipped_TrainsAndFails()
    {
        if (!FuzzCases.IsLong) Assert.Inconclusive("Runs where LARQ_LONG_TESTS is set.");
        Done(NeighbourProcess.Run("large weights", Weights.FullName));

        Assert.AreEqual("1 rows alike", Done(NeighbourProcess.Run("answers", Weights.FullName))[1]);
        var asShipped = NeighbourProcess.Run("answers", Weights.FullName, "as-shipped");
        Assert.AreEqual("threw: InvalidOperationException: Tensor invalid -- empty handle.", asShipped[1]);
    }

    private static string[] Done(string[] said)
    {
        Assert.AreEqual("done", said[^1], string.Join('\n', said));
        return said;
    }
}
