using System.Globalization;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Tests.Fuzz;

namespace Microsoft.ML.Larq.Tests.Progress.Faults.Planted;

/// <summary>Faults that were planted are named, and nothing else is.</summary>
[TestClass]
public class PlantedFaultsTests
{
    private static readonly string[] Always =
    [
        "Bop's threshold too high", "one layer's rate too high", "validation pixels inverted", "all labels shuffled",
    ];

    private readonly MLContext _context = new(seed: 1);

    public static IEnumerable<object[]> Faults => PlantedFaults.All.Select(fault => new object[] { fault.Name });

    [TestMethod]
    public void All_Kinds_AreThirty()
    {
        Assert.HasCount(30, PlantedFaults.All);
        Assert.HasCount(30, PlantedFaults.All.Select(fault => fault.Name).Distinct().ToArray());
    }

    [TestMethod]
    public void Fit_Healthy_IsNotWarnedOf()
    {
        var history = new PlantedTraining().Run(_context);
        Assert.IsEmpty(history.Warnings, string.Join('\n', history.Warnings));
        Assert.IsGreaterThan(0.9, PlantedTraining.Accuracy(history));
    }

    // LARQ_PLANTED is the seed that layers and numbers are drawn by. What the row of the table says is printed.
    [TestMethod]
    [DynamicData(nameof(Faults))]
    public void Fit_AFault_IsNamedAndNothingElse(string name)
    {
        if (!Always.Contains(name) && !FuzzCases.IsLong) Assert.Inconclusive("Runs where LARQ_LONG_TESTS is set.");
        var seed = Environment.GetEnvironmentVariable("LARQ_PLANTED") is { Length: > 0 } given
            ? int.Parse(given, CultureInfo.InvariantCulture)
            : 1;
        var drawn = PlantedTrial.Draw(seed).Single(one => one.Fault.Name == name);
        var (warnings, accuracy) = Read(drawn.Training);
        var said = string.Join("\n    ", warnings);
        Console.WriteLine($"{name}, {drawn.LayerName}, accuracy {accuracy:F3}\n    {said}");
        Assert.IsTrue(drawn.Fault.IsNamedBy(warnings, drawn.LayerName), said);
        Assert.IsEmpty(drawn.Fault.Wrong(warnings, drawn.LayerName).ToArray(), said);
    }

    private (IReadOnlyList<TrainingWarning> Warnings, double Accuracy) Read(PlantedTraining training)
    {
        try
        {
            var history = training.Run(_context);
            return (history.Warnings, PlantedTraining.Accuracy(history));
        }
        catch (InvalidOperationException error)
        {
            return ([new("diverged", null, error.Message)], double.NaN);
        }
    }
}
