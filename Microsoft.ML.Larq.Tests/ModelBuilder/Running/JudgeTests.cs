using Larq.ModelBuilder.Running;
using Microsoft.ML.Data;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Running;

/// <summary>Measures against ML.NET's own, which share no code with ours.</summary>
[TestClass]
public sealed class JudgeTests
{
    private sealed class Row
    {
        [KeyType(3)]
        public uint Label { get; set; }

        [VectorType(3)]
        public float[] Score { get; set; } = [];

        public uint PredictedLabel { get; set; }
    }

    private sealed class Two
    {
        public bool Label { get; set; }

        public float Score { get; set; }

        public float Probability { get; set; }

        public bool PredictedLabel { get; set; }
    }

    private sealed class Number
    {
        public float Label { get; set; }

        public float Score { get; set; }
    }

    [TestMethod]
    public void ClassJudge_OfThreeClasses_MeasuresWhatMLNetDoes()
    {
        var (mlContext, random) = (new MLContext(1), new Random(1));
        var rows = mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, 500).Select(_ =>
        {
            float[] scores = [random.NextSingle(), random.NextSingle(), random.NextSingle()];
            var sum = scores.Sum();
            return new Row
            {
                Label = (uint)random.Next(1, 4),
                Score = [.. scores.Select(score => score / sum)],
                PredictedLabel = (uint)Array.IndexOf(scores, scores.Max()) + 1,
            };
        }).ToArray());
        var theirs = mlContext.MulticlassClassification.Evaluate(rows);
        var ours = ClassJudge.Of(rows, "Label", "Score", ["a", "b", "c"]);
        Assert.AreEqual(theirs.MicroAccuracy, ours.Values["Accuracy"]!.Value, 1e-9);
        Assert.AreEqual(theirs.MacroAccuracy, ours.Values["BalancedAccuracy"]!.Value, 1e-9);
        Assert.AreEqual(theirs.LogLoss, ours.Values["LogLoss"]!.Value, 1e-6);
        for (var i = 0; i < 3; i++)
        {
            CollectionAssert.AreEqual(
                theirs.ConfusionMatrix.Counts[i].Select(count => (long)count).ToArray(), ours.Confusion!.Counts[i]);
        }
    }

    [TestMethod]
    public void ClassJudge_OfTwoClasses_HasMLNetsAreaUnderTheCurve()
    {
        var (mlContext, random) = (new MLContext(1), new Random(2));
        var rows = Enumerable.Range(0, 400).Select(i => new Two
        {
            Label = i % 3 == 0,

            // Draws too.
            Probability = MathF.Round((random.NextSingle() + (i % 3 == 0 ? 0.3f : 0)) / 1.3f, 2),
        }).ToArray();
        foreach (var row in rows) (row.Score, row.PredictedLabel) = (row.Probability - 0.5f, row.Probability > 0.5f);
        var theirs = mlContext.BinaryClassification.Evaluate(mlContext.Data.LoadFromEnumerable(rows));
        var judge = new ClassJudge(["yes", "no"]);
        foreach (var row in rows) judge.Add(row.Label ? 0 : 1, [row.Probability, 1 - row.Probability]);
        Assert.AreEqual(theirs.AreaUnderRocCurve, judge.Result().Values["AreaUnderRocCurve"]!.Value, 1e-6);
    }

    [TestMethod]
    public void NumberJudge_OfNumbers_MeasuresWhatMLNetDoes()
    {
        var (mlContext, random) = (new MLContext(1), new Random(3));
        var rows = mlContext.Data.LoadFromEnumerable(Enumerable.Range(0, 300).Select(_ => random.NextSingle() * 10)
            .Select(label => new Number { Label = label, Score = label + random.NextSingle() - 0.3f }).ToArray());
        var theirs = mlContext.Regression.Evaluate(rows);
        var ours = NumberJudge.Of(rows, "Label", "Score");
        Assert.AreEqual(theirs.RSquared, ours.Values["RSquared"]!.Value, 1e-6);
        Assert.AreEqual(theirs.RootMeanSquaredError, ours.Values["RootMeanSquaredError"]!.Value, 1e-6);
        Assert.AreEqual(theirs.MeanAbsoluteError, ours.Values["MeanAbsoluteError"]!.Value, 1e-6);
    }

    [TestMethod]
    public void Judges_OfNoRow_KnowNothing()
    {
        Assert.IsNull(new ClassJudge(["a", "b"]).Result().Values["Accuracy"]);
        Assert.IsNull(NumberJudge.Of([]).Values["RSquared"]);
    }
}
