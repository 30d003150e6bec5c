using Larq.ModelBuilder.Pipelines;
using Larq.ModelBuilder.Recipes;
using Microsoft.ML.Data;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Code;

/// <summary>Generated code says what the model says that it was generated with, bit for bit.</summary>
[TestClass]
public sealed class GeneratedScoresTests
{
    [TestMethod]
    [DataRow(nameof(Scenario.Classification))]
    [DataRow(nameof(Scenario.Regression))]
    public void Predict_OfNamesThatAreNone_SaysWhatThePipelineSays(string scenario)
    {
        using var table = new TableOfRows(TableOfRows.Named(
            "class", Enum.Parse<Scenario>(scenario), "class", "1st", "a b", "a-b", "a_b", "", "dup", "dup", "Score",
            "PredictedLabel", "Features", "😀", "quote\"d", "back\\slash", "two\nlines", "{brace}", "ModelInput",
            "GetType", "\u2028", "ﬁ", "__arglist", "int", "A_b", "a b.Days", "größe", "ırmak", "col5", "Label"));
        SaysTheSame(table);
    }

    private static void SaysTheSame(TableOfRows table)
    {
        var pipeline = new Pipeline(table.Recipe);
        var mlContext = new MLContext(1);
        var rows = pipeline.Load(mlContext, table.Rows);
        var model = pipeline.Whole(mlContext).Fit(pipeline.Split(mlContext, rows).TrainSet);
        mlContext.Model.Save(model, rows.Schema, table.In("model.zip"));
        var scored = model.Transform(rows);
        var wanted = table.Recipe.Scenario == Scenario.Regression
            ? scored.GetColumn<float>(pipeline.Columns.Score)
                .Select(score => (Label: (string?)null, Scores: new[] { score }))
            : scored.GetColumn<string?>(pipeline.Columns.PredictedLabel)
                .Zip(scored.GetColumn<float[]>(pipeline.Columns.Score));

        var generated = new GeneratedModel(table.Recipe) { ModelPath = table.In("model.zip") };
        Same([.. wanted], generated.Predict(table.Rows));

        generated.Train(table.In("again.zip"), table.Rows);
        var again = new GeneratedModel(table.Recipe) { ModelPath = table.In("again.zip") };
        Same([.. wanted], again.Predict(table.Rows));
        StringAssert.Contains(again.Evaluate(table.Rows), "mixed up");
    }

    private static void Same(
        IReadOnlyList<(string? Label, float[] Scores)> wanted, IReadOnlyList<(string? Label, float[] Scores)> got)
    {
        Assert.AreEqual(90, got.Count);
        for (var i = 0; i < got.Count; i++)
        {
            Assert.AreEqual(wanted[i].Label, got[i].Label, $"row {i}");
            CollectionAssert.AreEqual(
                wanted[i].Scores.Select(BitConverter.SingleToUInt32Bits).ToArray(),
                got[i].Scores.Select(BitConverter.SingleToUInt32Bits).ToArray(), $"row {i}");
        }

        // Otherwise nothing was learned, and nothing compared.
        Assert.IsTrue(got.Select(row => row.Scores[0]).Distinct().Count() > 10);
    }
}
