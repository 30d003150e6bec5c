using System.Globalization;
using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Pipelines;

/// <summary>
/// What ML.NET's columns are called: those of the file as the file calls them where it can be, those that the pipeline
/// adds otherwise than any of the file.
/// </summary>
internal sealed class PipelineColumns
{
    /// <summary>The column with the path of an image.</summary>
    public const string ImagePath = "ImagePath";

    private readonly Dictionary<int, string> _names = [];
    private readonly UniqueNames _free;

    public PipelineColumns(Recipe recipe)
    {
        Used = [.. recipe.Columns.Where(column => column.Purpose != Purpose.Ignore).OrderBy(column => column.Index)];

        // A name that another column has as it is must not be taken by one that is only numbered.
        // One of white space alone is none for ML.NET.
        var plain = Used.Select(column => column.Name).Where(IsName).ToHashSet(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var numbered = new UniqueNames(plain);
        foreach (var column in Used)
        {
            _names[column.Index] = IsName(column.Name) && seen.Add(column.Name)
                ? column.Name
                : numbered.Take(IsName(column.Name)
                    ? column.Name
                    : string.Create(CultureInfo.InvariantCulture, $"col{column.Index}"));
        }

        var isImages = recipe.Scenario == Scenario.ImageClassification;
        _free = new UniqueNames(isImages ? ["Label", ImagePath, "Image"] : _names.Values);
        Features = _free.Take("Features");
        Score = _free.Take("Score");
        PredictedLabel = _free.Take("PredictedLabel");
        Label = isImages ? "Label" : Of(recipe.Label!);
    }

    /// <summary>The columns that are read, in the order of the file.</summary>
    public IReadOnlyList<RecipeColumn> Used { get; }

    public string Label { get; }

    public string Features { get; }

    public string Score { get; }

    public string PredictedLabel { get; }

    private static bool IsName(string text) => !string.IsNullOrWhiteSpace(text);

    /// <summary>What a column of the file is called.</summary>
    public string Of(RecipeColumn column) => _names[column.Index];

    /// <summary>A name for what is made of a column.</summary>
    public string Add(RecipeColumn column, string part) => _free.Take($"{Of(column)}.{part}");
}
