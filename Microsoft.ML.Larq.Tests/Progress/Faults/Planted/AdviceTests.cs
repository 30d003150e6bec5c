using Microsoft.ML.Larq.Tests.Fuzz;

namespace Microsoft.ML.Larq.Tests.Progress.Faults.Planted;

/// <summary>
/// Advice that is followed to the letter helps: accuracy comes to within three points of the healthy run's, or the
/// warning names nothing that an option can do.
/// </summary>
[TestClass]
public class AdviceTests
{
    private const double Near = 0.03;

    // Those whose data are at fault: the page says what to look at, and that no option cures it.
    private static readonly string[] OfData =
    [
        "validation pixels inverted", "validation labels of another order", "a third of the labels wrong",
        "all labels shuffled", "pixels that say nothing",
    ];

    // There the labels are of chance: LargestClassTests have rows that say something of the small class.
    private const string OneClass = "one class has nearly all rows";
    private const string TooFewRows = "too few rows";

    // Without its first convolution the network is another one: there is no healthy run to compare with.
    private const string OfAnotherNetwork = "raw pixels into sign";

    private static readonly string[] Always =
    [
        "rate too high", "one kernel starts at ones", "one input's window too narrow", "weight decay too high",
        TooFewRows,
    ];

    private readonly MLContext _context = new(seed: 1);

    public static IEnumerable<object[]> Faults => PlantedFaults.All
        .Where(fault => fault.Name is not (OfAnotherNetwork or OneClass)).Select(fault => new object[] { fault.Name });

    [TestMethod]
    [DynamicData(nameof(Faults))]
    public void Follow_TheAdvice_Cures(string name)
    {
        if (!Always.Contains(name) && !FuzzCases.IsLong) Assert.Inconclusive("Runs where LARQ_LONG_TESTS is set.");
        var drawn = PlantedTrial.Plant(PlantedFaults.All.Single(fault => fault.Name == name), seed: 5);
        var history = drawn.Training.Run(_context);
        var cured = AdviceFollower.Follow(drawn.Training, history);
        if (OfData.Contains(name))
        {
            Assert.IsNull(cured, string.Join('\n', history.Warnings));
            return;
        }

        Assert.IsNotNull(cured, string.Join('\n', history.Warnings));
        var healthy = PlantedTraining.Accuracy(
            new PlantedTraining
            {
                Seed = drawn.Training.Seed,
                Rows = name == TooFewRows ? PlantedRows.Train : drawn.Training.Rows,
            }.Run(_context));
        var after = PlantedTraining.Accuracy(cured.Run(_context));
        Console.WriteLine($"{name}: {PlantedTraining.Accuracy(history):F3} -> {after:F3}, healthy {healthy:F3}");
        Assert.IsGreaterThan(healthy - Near, after, string.Join('\n', history.Warnings));
    }
}
