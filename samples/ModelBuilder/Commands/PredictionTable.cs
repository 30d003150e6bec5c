using System.Globalization;
using Larq.ModelBuilder.Recipes;
using Larq.ModelBuilder.Running;

namespace Larq.ModelBuilder.Commands;

/// <summary>Predictions as a table: the row, what is said, and the score of each class.</summary>
internal static class PredictionTable
{
    public static string Header(Recipe recipe) => string.Join(
        ',', ((string[])["Row", "PredictedLabel", .. recipe.Classes.Select(name => $"Score {name}")]).Select(Cell));

    public static string Row(Recipe recipe, Prediction prediction)
    {
        var scores = prediction.Scores.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        return string.Join(
            ',', ((string[])[prediction.Row, prediction.Said, .. recipe.Classes.Select(name =>
                ((float)scores[name]).ToString("R", CultureInfo.InvariantCulture))]).Select(Cell));
    }

    private static string Cell(string text) => text.AsSpan().ContainsAny(",\"\r\n")
        ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : text;
}
