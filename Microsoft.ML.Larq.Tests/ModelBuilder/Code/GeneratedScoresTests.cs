using System.Globalization;
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

    [TestMethod]
    public void Predict_WhereTheCultureHasCommas_SaysWhatThePipelineSays()
    {
        var named = TableOfRows.Named("größe", Scenario.Classification, "Preis", "a b", "wann", "ja", "Betrag", "Art");
        var recipe = named with
        {
            Loading = new Loading(';', HasHeader: true, ',', Quoted: true, ["-999", "-9,5", "k.A."]),
            Network = Presets.Quick,
        };
        var comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (comma.NumberFormat.NumberDecimalSeparator, comma.NumberFormat.NumberGroupSeparator) = (",", ".");
        comma.NumberFormat.NegativeSign = "~";
        var (before, others) = (CultureInfo.CurrentCulture, CultureInfo.DefaultThreadCurrentCulture);
        (CultureInfo.CurrentCulture, CultureInfo.DefaultThreadCurrentCulture) = (comma, comma);
        try
        {
            using var table = new TableOfRows(recipe);
            SaysTheSame(table);
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.DefaultThreadCurrentCulture) = (before, others);
        }
    }

    // Tabs, no quotes, no header, free text, a weight, rows to validate on, a column that is not read.
    [TestMethod]
    public void Predict_OfEveryKindAndPurpose_SaysWhatThePipelineSays()
    {
        var named = TableOfRows.Named("all", Scenario.Classification, "n", "t", "d", "b", "w", "id", "y");
        using var table = new TableOfRows(named with
        {
            Loading = new Loading('\t', HasHeader: false, '.', Quoted: false, []),
            Columns =
            [
                named.Columns[0], TableOfRows.Feature("t", 1, ColumnKind.Text),
                named.Columns[2] with { Format = "dd.MM.yyyy HH:mm" }, named.Columns[3],
                new RecipeColumn("w", 4, ColumnKind.Number, Purpose.Weight, "It is one."),
                named.Columns[5] with { Purpose = Purpose.Ignore, Reason = "*/ a number\nof each row" },
                named.Columns[6],
            ],
            Network = Presets.Best,
            ValidationFraction = 0.2f,
            Classes = ["a", "b b", "c\u00a0c"],
        });
        SaysTheSame(table);
    }

    // Rows of another file calibrate the scores: a training that does not know them gives others.
    [TestMethod]
    public void Predict_WithRowsToValidateOn_SaysWhatThePipelineSays()
    {
        var recipe = TableOfRows.Named("v", Scenario.Classification, "n", "c", "d", "y");
        using var without = new TableOfRows(recipe);
        using var table = new TableOfRows(recipe with { ValidationDataSet = "rows.csv" });
        CollectionAssert.AreNotEqual(SaysTheSame(without), SaysTheSame(table));
    }

    private static float[] SaysTheSame(TableOfRows table)
    {
        var pipeline = new Pipeline(table.Recipe);
        var mlContext = new MLContext(1);
        var rows = pipeline.Load(mlContext, table.Rows);
        var training = pipeline.Split(mlContext, rows).TrainSet;
        var validation = table.Recipe.ValidationDataSet is null
            ? null
            : pipeline.Features(mlContext).Fit(training).Transform(rows);
        var model = pipeline.Whole(mlContext, options => options.ValidationSet = validation).Fit(training);
        mlContext.Model.Save(model, rows.Schema, table.In("model.zip"));
        var scored = model.Transform(rows);
        var wanted = table.Recipe.Scenario == Scenario.Regression
            ? scored.GetColumn<float>(pipeline.Columns.Score)
                .Select(score => (Label: (string?)null, Scores: new[] { score }))
            : scored.GetColumn<string?>(pipeline.Columns.PredictedLabel)
                .Zip(scored.GetColumn<float[]>(pipeline.Columns.Score));

        var generated = new GeneratedModel(table.Recipe) { ModelPath = table.In("model.zip") };
        Same([.. wanted], generated.Predict(table.Rows));

        if (validation is not null) generated.ValidationPath = table.Rows;
        generated.Train(table.In("again.zip"), table.Rows);
        var again = new GeneratedModel(table.Recipe) { ModelPath = table.In("again.zip") };
        Same([.. wanted], again.Predict(table.Rows));
        StringAssert.Contains(again.Evaluate(table.Rows), "mixed up");
        return [.. wanted.Select(row => row.Item2[0])];
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
