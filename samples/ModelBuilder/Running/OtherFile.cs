using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Running;

/// <summary>Rows that a model was not made from: its columns are found by their names.</summary>
internal static class OtherFile
{
    /// <summary>What another file is, read as the model's own was.</summary>
    /// <exception cref="DataException">The file cannot be read.</exception>
    public static TableFacts Facts(Recipe recipe, string path)
    {
        var loading = recipe.Loading!;
        var facts = TableInspection.Of(path, new ReadingChoices
        {
            Separator = loading.Separator,
            HasHeader = loading.HasHeader,
            DecimalMarker = loading.DecimalMarker,
            Missing = loading.Missing,
        });
        facts.RequireSound();
        return facts;
    }

    /// <summary>The recipe, with the places that the columns have in another file.</summary>
    /// <param name="recipe">The model's.</param>
    /// <param name="facts">The file.</param>
    /// <param name="needsLabel">Whether the column to be predicted must be there.</param>
    /// <exception cref="DataException">A column is not in it.</exception>
    public static Recipe Recipe(Recipe recipe, TableFacts facts, bool needsLabel)
    {
        var loading = recipe.Loading!;
        var past = Math.Max(facts.Columns.Length, recipe.Columns.Length);
        RecipeColumn[] columns = [.. recipe.Columns
            .Where(column => column.Purpose is Purpose.Feature or Purpose.Label)
            .Select(column => column with { Index = Place(column, facts, loading.HasHeader, needsLabel) ?? past++ })];

        // A header that is not read as one is a row of nonsense, and quotes are as this file has them.
        return recipe with { Columns = columns, Loading = loading with { Quoted = facts.Loading.Quoted } };
    }

    private static int? Place(RecipeColumn column, TableFacts facts, bool named, bool needsLabel)
    {
        // Which of several columns of one name it is, only the place says.
        var found = named
            ? facts.Columns.Where(other => other.Name == column.Name).Select(other => (int?)other.Index)
                .OrderBy(index => index == column.Index ? 0 : 1).FirstOrDefault()
            : column.Index < facts.Columns.Length ? column.Index : null;
        if (found is not null || (column.Purpose == Purpose.Label && !needsLabel)) return found;
        var there = string.Join(", ", facts.Columns.Take(20).Select(other => other.Name));
        throw new DataException(named
            ? $"'{facts.Path}' has no column '{column.Name}', which the model needs. It has {there}."
            : $"'{facts.Path}' has {facts.Columns.Length} columns, and the model needs number {column.Index}.");
    }
}
