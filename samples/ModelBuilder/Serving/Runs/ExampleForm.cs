using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Recipes;
using Larq.ModelBuilder.Running;

namespace Larq.ModelBuilder.Serving.Runs;

/// <summary>A form for one row, filled.</summary>
/// <param name="Fields">A field for each column that the model predicts from.</param>
/// <param name="Row">The row of the file that fills it, from 1; null where the data are gone.</param>
/// <param name="Rows">How many rows there are.</param>
/// <param name="Actual">What stands in the row for what is predicted.</param>
internal sealed record ExampleForm(ExampleForm.Field[] Fields, long? Row, long? Rows, string? Actual)
{
    private const int MostChoices = 200;

    /// <summary>The form of a run's model.</summary>
    public static async Task<ExampleForm> Of(ServedRun run, Desk desk, long row, CancellationToken cancellation)
    {
        var recipe = run.RequireModel();
        if (recipe.Scenario == Scenario.ImageClassification) return new ExampleForm([], null, null, null);
        TableFacts facts;
        try
        {
            facts = await RunData.Facts(run, desk, cancellation);
        }
        catch (Exception error) when (error is AskException or DataException or IOException)
        {
            // Without the data the examples of the recipe are left.
            return new ExampleForm(
                [.. recipe.Features.Select(column => Of(column, column.Example, null))], null, null, null);
        }

        var wanted = Math.Clamp(row, 1, facts.Rows);
        var cells = FileRows.Of(facts.Path, recipe.Loading!, new HashSet<long> { wanted })
            .GetValueOrDefault(wanted, []);
        return new ExampleForm(
            [.. recipe.Features.Select(column => Of(
                column, cells.ElementAtOrDefault(column.Index) ?? column.Example,
                facts.Columns.ElementAtOrDefault(column.Index)))],
            wanted, facts.Rows, cells.ElementAtOrDefault(recipe.Label!.Index));
    }

    private static Field Of(RecipeColumn column, string value, ColumnFacts? facts) => new(
        column.Index, column.Name, column.Kind,
        facts is { Distinct: <= MostChoices } && column.Kind is ColumnKind.Category or ColumnKind.Boolean
            ? [.. facts!.Counts.Select(pair => pair.Key).Order(StringComparer.Ordinal)]
            : null,
        value, column.Format);

    /// <summary>A field; its choices where they are few.</summary>
    internal sealed record Field(
        int Index, string Name, ColumnKind Kind, string[]? Choices, string Value, string? Format);
}
