using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Pipelines;

/// <summary>The steps from a table's columns to label and features.</summary>
internal static class TableSteps
{
    public static IEnumerable<Step> Of(Recipe recipe, PipelineColumns columns)
    {
        if (recipe.Scenario == Scenario.Classification) yield return new LabelKeys(columns.Label, recipe.Classes);
        var (steps, features) = (new List<Step>(), new List<string>());
        var categories = new List<string>();
        var missing = MissingNumbers.Formula(recipe.Loading!);
        foreach (var column in columns.Used.Where(column => column.Purpose == Purpose.Feature))
        {
            var name = columns.Of(column);
            if (column.Kind == ColumnKind.Date)
            {
                var (parts, made) = DateParts.Of(column, columns);
                steps.AddRange(parts);
                features.AddRange(made);
                continue;
            }

            features.Add(name);
            if (column.Kind is ColumnKind.Category or ColumnKind.Boolean) categories.Add(name);
            else if (column.Kind == ColumnKind.Text) steps.Add(new FreeText(name));
            else if (missing is not null)
                steps.Add(new Computed(name, missing, name, "These numbers mean: missing."));
        }

        if (categories.Count > 0) yield return new Categories([.. categories]);
        foreach (var step in steps) yield return step;
        yield return new Gathering(columns.Features, [.. features]);
    }
}
