using System.Globalization;
using Larq.ModelBuilder.Recipes;
using Larq.ModelBuilder.Running;

namespace Larq.ModelBuilder.Serving.Runs;

/// <summary>The rows of a class of which one class was said.</summary>
/// <param name="Columns">The columns of the file; none of images.</param>
/// <param name="Rows">The first of them.</param>
/// <param name="Total">How many there are.</param>
internal sealed record ConfusedRows(string[] Columns, ConfusedRows.OneOf[] Rows, int Total)
{
    private const int Most = 200;

    /// <exception cref="AskException">There is no such class, or no data any more.</exception>
    public static async Task<ConfusedRows> Of(
        ServedRun run, Desk desk, string actual, string said, CancellationToken cancellation)
    {
        var recipe = run.RequireModel();
        var (of, to) = (Class(recipe, actual), Class(recipe, said));
        var data = RunData.TestPath(run, desk);
        _ = RunData.Path(run, desk);
        var all = (await desk.Models.Tested(run, cancellation))
            .Where(row => row.Actual == of && row.Said == to).ToArray();
        var shown = all[..Math.Min(Most, all.Length)];
        if (recipe.Scenario == Scenario.ImageClassification)
        {
            return new ConfusedRows(
                [], [.. shown.Select(row => One(
                    recipe, row, Path.GetRelativePath(data, row.Row).Replace('\\', '/'), []))], all.Length);
        }

        var cells = FileRows.Of(data, recipe.Loading!, shown.Select(row => Number(row.Row)).ToHashSet());
        return new ConfusedRows(
            [.. recipe.Columns.OrderBy(column => column.Index).Select(column => column.Name)],
            [.. shown.Select(row => One(recipe, row, row.Row, cells.GetValueOrDefault(Number(row.Row), [])))],
            all.Length);
    }

    private static OneOf One(Recipe recipe, TestedRow row, string name, string[] cells) =>
        new(name, cells, recipe.Classes[row.Said], ClassScore.Of(recipe.Classes.Zip(
            row.Scores, (one, score) => KeyValuePair.Create(one, (double)score))));

    private static long Number(string row) => long.Parse(row, CultureInfo.InvariantCulture);

    private static int Class(Recipe recipe, string name) => Array.IndexOf(recipe.Classes, name) is >= 0 and var index
        ? index
        : throw AskException.Bad(recipe.Classes.Length == 0
            ? "A model of numbers has no classes."
            : $"Classes are {string.Join(", ", recipe.Classes.Take(50))}, got '{name}'.");

    /// <summary>One of the rows: its number from 1 or its path, its cells, and what is said of it.</summary>
    internal sealed record OneOf(string Row, string[] Cells, string Said, ClassScore[] Scores);
}

/// <summary>How likely a class is.</summary>
internal sealed record ClassScore(string Class, double Probability)
{
    /// <summary>Classes with their scores, the likeliest first.</summary>
    public static ClassScore[] Of(IEnumerable<KeyValuePair<string, double>> scores) =>
        [.. scores.OrderByDescending(pair => pair.Value).Select(pair => new ClassScore(pair.Key, pair.Value))];
}
