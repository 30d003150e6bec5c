using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Tests.Fuzz;

namespace Microsoft.ML.Larq.Tests.Progress.Faults.Planted;

/// <summary>Faults that were planted are named, and nothing else is.</summary>
[TestClass]
public class PlantedFaultsTests
{
    private readonly MLContext _context = new(seed: 1);

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

    // LARQ_PLANTED is a seed: so many kinds are drawn by it, and the table is printed.
    [TestMethod]
    public void Fit_DrawnFaults_AreNamedByTheirWarnings()
    {
        if (!FuzzCases.IsLong) Assert.Inconclusive("Runs where LARQ_LONG_TESTS is set.");
        var seed = int.Parse(Environment.GetEnvironmentVariable("LARQ_PLANTED") ?? "1");
        var (named, wrong) = (0, 0);
        var all = PlantedTrial.Draw(seed, PlantedFaults.All.Length).ToArray();
        foreach (var drawn in all)
        {
            var (warnings, accuracy) = Read(drawn.Training);
            var right = drawn.Fault.IsNamedBy(warnings, drawn.LayerName);
            var others = drawn.Fault.Wrong(warnings, drawn.LayerName).ToArray();
            named += right ? 1 : 0;
            wrong += others.Length > 0 ? 1 : 0;
            var verdict = !right ? "SILENT" : others.Length > 0 ? "RIGHT, AND MORE" : "right";
            Console.WriteLine($"| {drawn.Fault.Name} ({drawn.LayerName}) | {accuracy:F3} | {verdict} |");
            foreach (var warning in warnings) Console.WriteLine($"    {warning}");
        }

        Console.WriteLine($"{named} of {all.Length} named, {wrong} with another warning.");
        Assert.IsGreaterThanOrEqualTo(0.85 * all.Length, (double)named);
        Assert.AreEqual(0, wrong);
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
