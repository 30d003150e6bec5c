using Larq.ModelBuilder.Recipes;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Larq.ModelBuilder.Pipelines;

/// <summary>Reads the rows of a table's file, every option said.</summary>
/// <remarks>
/// A cell of a number that is empty or no number is missing. Text is read as it stands, without spaces before it.
/// </remarks>
internal sealed class RowLoader(Recipe recipe, PipelineColumns columns)
{
    private readonly Loading _loading = recipe.Loading
        ?? throw new ArgumentException("A recipe for images has no rows to load.", nameof(recipe));

    /// <summary>Options of ML.NET's loader as C#, but for what constants of the generated code say.</summary>
    public string Source =>
        $$"""
        new TextLoader.Options
        {
            Separators = [separatorChar],
            HasHeader = hasHeader,
            DecimalMarker = {{CSharpText.Literal(_loading.DecimalMarker)}},
            AllowQuoting = {{CSharpText.Literal(_loading.Quoted)}},
            EscapeChar = '"',
            ReadMultilines = {{CSharpText.Literal(_loading.Quoted)}},
            MissingRealsAsNaNs = true,
            AllowSparse = false,
            TrimWhitespace = false,
        }
        """;

    /// <summary>How ML.NET reads a column.</summary>
    public DataKind KindOf(RecipeColumn column) => IsNumber(column) ? DataKind.Single : DataKind.String;

    /// <summary>Whether a column's values are numbers for ML.NET; the label's of a classification never are.</summary>
    public bool IsNumber(RecipeColumn column) =>
        column.Kind == ColumnKind.Number
        && (column.Purpose != Purpose.Label || recipe.Scenario == Scenario.Regression);

    public IDataView Load(MLContext mlContext, string path) => mlContext.Data.LoadFromTextFile(path, Options);

    private TextLoader.Options Options => new()
    {
        Columns = [.. columns.Used.Select(column =>
            new TextLoader.Column(columns.Of(column), KindOf(column), column.Index))],
        Separators = [_loading.Separator],
        HasHeader = _loading.HasHeader,
        DecimalMarker = _loading.DecimalMarker,
        AllowQuoting = _loading.Quoted,
        EscapeChar = '"',
        ReadMultilines = _loading.Quoted,
        MissingRealsAsNaNs = true,
        AllowSparse = false,
        TrimWhitespace = false,
    };
}
