using System.Text;
using Larq.ModelBuilder.Recipes;
using Microsoft.ML.Larq.Tests.ModelBuilder.Code;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Recipes;

/// <summary>A recipe's file keeps all of it, and what it must not hold is refused in words.</summary>
[TestClass]
public sealed class RecipeFileTests
{
    private static readonly Recipe Table = TableOfRows
        .Named("german", Scenario.Classification, "a", "\"b\"", "é😀", "y")
        with
    {
        Runs = [new RecipeRun("BinaryNet", "Accuracy", 0.75, 1.5, 17_000)],
        TrainSeconds = 10,
        Network = "best",
    };

    [TestMethod]
    public void Bytes_OfAllThatARecipeHas_AreReadBack()
    {
        var images = new Recipe
        {
            Name = "shapes",
            Scenario = Scenario.ImageClassification,
            DataSet = "../shapes",
            TestDataSet = "../others",
            ValidationFraction = 0.1f,
            Classes = ["circle", "square"],
            Image = new ImageSize(64, 48),
        };
        foreach (var recipe in new[] { Table, images })
        {
            var bytes = RecipeFile.Bytes(recipe);
            var again = RecipeFile.Parse(bytes, "x");
            CollectionAssert.AreEqual(bytes, RecipeFile.Bytes(again));
            Assert.AreEqual(recipe.Image, again.Image);
            CollectionAssert.AreEqual(recipe.Columns, again.Columns);
            CollectionAssert.AreEqual(recipe.Runs, again.Runs);
            CollectionAssert.AreEqual(recipe.Classes, again.Classes);
            Assert.AreEqual(
                (recipe.Name, recipe.Scenario, recipe.TestDataSet, recipe.ValidationFraction, recipe.TrainSeconds),
                (again.Name, again.Scenario, again.TestDataSet, again.ValidationFraction, again.TrainSeconds));
        }
    }

    [TestMethod]
    [DataRow("\"seed\": 1", "\"seed\": 1, \"sede\": 2", "sede")]
    [DataRow("\"seed\": 1", "\"seed\": 1, \"seed\": 2", "seed")]
    [DataRow("\"seed\": 1", "\"seed\": -1", "seed is at least 0, got -1")]
    [DataRow("\"version\": 1", "\"version\": 2, \"news\": 1", "recipes of version 1 to 1, got 2")]
    [DataRow("\"version\": 1", "\"version\": 0", "version is 1 to 1, got 0")]
    [DataRow("\"name\": \"german\"", "\"name\": \"../german\"", "name is a file's name")]
    [DataRow("\"name\": \"german\",", "", "name")]
    [DataRow("\"network\": \"best\"", "\"network\": \"better\"", "network is quick, good, best, got better")]
    [DataRow("\"splitRatio\": 0.2", "\"splitRatio\": 1", "splitRatio is above 0 and below 1, got 1")]
    [DataRow("\"scenario\": \"Classification\"", "\"scenario\": \"Regression\"", "a regression has no classes, got 3")]
    [DataRow("\"scenario\": \"Classification\"", "\"scenario\": 7", "scenario")]
    [DataRow("\"purpose\": \"Label\"", "\"purpose\": \"Feature\"", "exactly one column has the purpose Label, got 0")]
    [DataRow("\"index\": 1", "\"index\": 0", "index of column '\"b\"' is 0 to 99999, each once, got 0")]
    [DataRow("\"format\": \"yyyy-MM-dd\"", "\"format\": \"d/M/yy\"", "format of column 'é😀' is one of")]
    [DataRow("\"decimalMarker\": \".\"", "\"decimalMarker\": \"x\"", "loading.decimalMarker is . or ,, got x")]
    [DataRow("\"separator\": \",\"", "\"separator\": \".\"", "loading.separator")]
    [DataRow("\"-999\"", "\"123456789.5\"", "seven digits")]
    [DataRow("\"c,d\"", "\"a \\\"b\\\"\"", "each class is named once")]
    [DataRow("\"c,d\"", "\"\\ud800\"", "line")]
    [DataRow("\"c,d\"", "null", "class")]
    [DataRow("\"columns\": [", "\"columns\": [null,", "columns have no null")]
    public void Parse_WhatMustNotBe_SaysWhat(string good, string bad, string expected)
    {
        var text = Encoding.UTF8.GetString(RecipeFile.Bytes(Table));
        Assert.IsTrue(text.Contains(good), text);
        var at = text.IndexOf(good, StringComparison.Ordinal);
        var changed = Encoding.UTF8.GetBytes(text[..at] + bad + text[(at + good.Length)..]);
        var error = Assert.ThrowsExactly<RecipeException>(() => RecipeFile.Parse(changed, "german.larq.json"));
        StringAssert.StartsWith(error.Message, "'german.larq.json': ");
        StringAssert.Contains(error.Message, expected);
    }

    [TestMethod]
    public void Parse_EveryBeginning_IsRefusedInWords()
    {
        var bytes = RecipeFile.Bytes(Table);
        for (var length = 0; length < bytes.Length - 2; length += 7)
            Assert.ThrowsExactly<RecipeException>(() => RecipeFile.Parse(bytes.AsSpan(0, length), "x"), $"{length}");
    }
}
