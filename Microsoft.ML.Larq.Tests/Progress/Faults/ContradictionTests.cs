using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Progress.Facts;
using Microsoft.ML.Larq.Progress.Faults;
using Microsoft.ML.Larq.Tests.Progress.Facts;

namespace Microsoft.ML.Larq.Tests.Progress.Faults;

/// <summary>Whatever was measured, no two warnings want opposite things, and no layer is named twice.</summary>
[TestClass]
public class ContradictionTests
{
    private const int Cases = 4000;
    private static readonly string[] Layers = ["a", "b", "c"];

    [TestMethod]
    public void Findings_OfRandomHistories_NeverContradictEachOther()
    {
        var random = new Random(3);
        var names = new HashSet<string>();
        var pairs = new HashSet<(string, string)>();
        for (var i = 0; i < Cases; i++)
        {
            var history = Any(random);
            var findings = Diagnosis.Findings(history);
            foreach (var (place, one) in findings.Index())
            {
                names.Add(one.Name);
                foreach (var other in findings.Skip(place + 1))
                {
                    pairs.Add((one.Name, other.Name));
                    foreach (var advice in one.Advice)
                    {
                        Assert.IsFalse(
                            other.Advice.Any(advice.Opposes), $"Case {i}: {one.ToWarning()}\n{other.ToWarning()}");
                    }

                    Assert.IsEmpty(one.Bare.Intersect(other.Bare).ToArray(), $"Case {i}: {one.Name}, {other.Name}");
                    Assert.DoesNotContain(other.Name, one.Explains);
                }
            }

            Assert.IsFalse(findings.Any(finding => finding.ExplainsAll) && findings[^1] is { ExplainsAll: false }
                && findings.SkipWhile(finding => !finding.ExplainsAll).Count() > 1);
        }

        // All rules were there, and many in company.
        Assert.IsGreaterThanOrEqualTo(15, names.Count, string.Join(' ', names));
        Assert.IsGreaterThan(40, pairs.Count);
    }

    // Layers of one optimizer, of which one stands still and another never settles: not up and down at once.
    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void Findings_FrozenAndRestlessLayersOfOneOptimizer_AreNotToldOpposites(bool knowsFacts)
    {
        var history = Histories.Of(
            ("Loss", [1, 1, 1, 1.0]), ("Learning Rate", [0.01, 0.01, 0.01, 0.01]),
            ("flip_ratio/a", [0, 0, 0, 0.0]), ("flip_ratio/b", [0.1, 0.1, 0.1, 0.1]),
            ("gradient_flow/a", [1, 1, 1, 1.0]), ("gradient_flow/b", [1, 1, 1, 1.0]));
        if (knowsFacts)
        {
            history.Facts = Facts(new Random(1)) with
            {
                Optimizers = [Adam("", Layers, 0.01)],
                BatchSize = 64,
                Epochs = 4,
                Before = new Dictionary<string, double>(),
            };
        }

        var warnings = history.Warnings;
        CollectionAssert.AreEqual(
            new[] { WarningNames.FrozenLayer, WarningNames.OscillatingLayer },
            warnings.Where(warning => warning.Layer is "a" or "b").Select(warning => warning.Name).ToArray());
        StringAssert.Contains(warnings[^1].Message, "a case of their own");
    }

    private static TrainingHistory Any(Random random)
    {
        var epochs = random.Next(1, 9);
        var columns = new List<(string, double[])>
        {
            ("Loss", Curve(random, epochs, 0, 15)), ("Accuracy", Curve(random, epochs, 0, 1)),
            ("Validation Loss", Curve(random, epochs, 0, 15)), ("Validation Accuracy", Curve(random, epochs, 0, 1)),
            ("Learning Rate", Curve(random, epochs, 0, 1)),
        };
        foreach (var layer in Layers)
        {
            columns.Add(($"flip_ratio/{layer}", Curve(random, epochs, 0, 0.1)));
            columns.Add(($"gradient_flow/{layer}", Curve(random, epochs, 0, 1)));
            columns.Add(($"gradient_flow/{layer}.input", Curve(random, epochs, 0, 1)));
            columns.Add(($"starved/{layer}", Curve(random, epochs, 0, 1)));
            if (random.Next(2) == 0) columns.Add(($"positive_share/{layer}.input", Curve(random, epochs, 0, 1)));
            if (random.Next(2) == 0) columns.Add(($"gradient_arrival/{layer}.input", Curve(random, epochs, 0, 1)));
        }

        var history = Histories.Of([.. columns]);
        if (random.Next(5) > 0) history.Facts = Facts(random);
        return history;
    }

    // Half of the curves lie at an end of what can be, where rules look.
    private static double[] Curve(Random random, int epochs, double least, double most)
    {
        var end = random.Next(4);
        return [.. Enumerable.Range(0, epochs).Select(_ => end switch
        {
            0 => least,
            1 => most,
            2 => random.Next(9) == 0 ? double.NaN : most / 1000,
            _ => least + (random.NextDouble() * (most - least)),
        })];
    }

    private static TrainingFacts Facts(Random random) => TrainingFactsSample.Of() with
    {
        Rows = random.Next(10, 2000),
        BatchSize = random.Next(8) == 0 ? 2 : 64,
        Epochs = random.Next(1, 12),
        Labels = random.Next(3) == 0
            ? new LabelFacts("CrossEntropy", [990, 10], [99, 1], 0.056, 0.056, 0, 1)
            : new LabelFacts("CrossEntropy", [500, 500], [50, 50], 0.69, 0.69, 0, 1),
        Choices = new ChoiceFacts(
            random.Next(2) == 0, random.Next(2) == 0, random.Next(2) == 0, false, 0, false, random.Next(2) == 0, true),
        Layers =
        [
            .. Layers.Select(layer => new LayerFacts(
                layer, "ste_sign", "ste_sign", "glorot_uniform", null, random.Next(2), 1, true, random.Next(2) == 0)),
        ],
        Optimizers = random.Next(3) switch
        {
            0 => [Adam("", Layers, Math.Pow(10, random.Next(-8, 3)))],
            1 => [Adam("", ["a"], 0.005), Adam("/x", ["b", "c"], Math.Pow(10, random.Next(-8, 3)))],
            _ =>
            [
                new OptimizerFacts("/binary", "Bop", Layers,
                [
                    new SettingFacts("Threshold", Math.Pow(10, random.Next(-12, 0)), 1, 1e-8),
                    new SettingFacts("Gamma", Math.Pow(10, random.Next(-12, 0)), 1, 1e-4),
                ]),
            ],
        },
        Before = Layers.ToDictionary(layer => $"starved/{layer}", _ => random.Next(3) == 0 ? 1.0 : 0),
        Temperature = random.Next(2) == 0 ? null : random.Next(1, 9),
    };

    private static OptimizerFacts Adam(string name, string[] layers, double rate) => new(
        name, "AdamW", layers,
        [new SettingFacts("Learning Rate", rate, rate, 0.005), new SettingFacts("Weight Decay", rate, rate, 0.004)]);
}
