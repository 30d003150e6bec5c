using System.Globalization;
using System.Text;
using Larq.ModelBuilder.Recipes;

namespace Microsoft.ML.Larq.Tests.ModelBuilder.Code;

/// <summary>A recipe with a file of rows for it in a folder of its own, made by chance from a seed.</summary>
internal sealed class TableOfRows : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("larq-table-").FullName;

    public TableOfRows(Recipe recipe, int rows = 90)
    {
        Recipe = recipe;
        File.WriteAllText(Rows, Text(recipe, rows));
    }

    public Recipe Recipe { get; }

    public string Rows => In("rows.csv");

    public string In(string name) => Path.Combine(_folder, name);

    /// <summary>A recipe whose columns are named so; kinds take turns, and the last is the label.</summary>
    public static Recipe Named(string name, Scenario scenario, params string[] names)
    {
        var kinds = new[] { ColumnKind.Number, ColumnKind.Category, ColumnKind.Date, ColumnKind.Boolean };
        return new Recipe
        {
            Name = name,
            Scenario = scenario,
            DataSet = "rows.csv",
            Loading = new Loading(',', HasHeader: true, '.', Quoted: true, ["-999"]),
            Columns = [.. names.Select((column, index) => index == names.Length - 1
                ? new RecipeColumn(
                    column, index, scenario == Scenario.Regression ? ColumnKind.Number : ColumnKind.Category,
                    Purpose.Label, "It is asked for.")
                : Feature(column, index, kinds[index % kinds.Length]))],
            Classes = scenario == Scenario.Regression ? [] : Classes,
            Epochs = 2,
        };
    }

    /// <summary>Names to break a literal with.</summary>
    public static string[] Classes { get; } = ["a \"b\"", "c,d", "e\\f {g}"];

    public static RecipeColumn Feature(string name, int index, ColumnKind kind) =>
        new(name, index, kind, Purpose.Feature, "By its cells.")
        {
            Format = kind == ColumnKind.Date ? "yyyy-MM-dd" : null,
            Example = kind switch
            {
                ColumnKind.Number => "1.5",
                ColumnKind.Date => "2024-02-29",
                _ => "it's \"é\"",
            },
        };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static string Text(Recipe recipe, int rows)
    {
        var (random, loading, text) = (new Random(7), recipe.Loading!, new StringBuilder());
        if (loading.HasHeader) Line(recipe.Columns.Select(column => column.Name.ReplaceLineEndings(" ")));
        for (var row = 0; row < rows; row++)
        {
            var truth = random.Next(3);
            Line(recipe.Columns.Select(column => Cell(column, truth)));
        }

        return text.ToString();

        void Line(IEnumerable<string> cells) => text.AppendJoin(loading.Separator, cells.Select(cell =>
            loading.Quoted ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell)).Append('\n');

        string Cell(RecipeColumn column, int truth)
        {
            if (column.Purpose == Purpose.Label)
                return recipe.Classes is [] ? Number(truth + random.NextDouble()) : recipe.Classes[truth];
            if (column.Purpose == Purpose.Weight) return Number(1 + random.NextDouble());
            if (random.Next(10) == 0) return "";
            return column.Kind switch
            {
                ColumnKind.Number => random.Next(10) == 0 ? "-999" : Number(truth + random.NextDouble()),
                ColumnKind.Boolean => random.Next(2 + truth) == 0 ? "yes" : "no",
                ColumnKind.Category => new[] { "red", "gr;een", "b \"l\" ue", "ä😀" }[random.Next(2 + truth)],
                ColumnKind.Date => new DateTime(2020 + truth, 1, 1).AddDays(random.Next(366))
                    .ToString(column.Format, CultureInfo.InvariantCulture),
                _ => $"some text {truth}",
            };
        }

        string Number(double value) =>
            value.ToString("R", CultureInfo.InvariantCulture).Replace('.', loading.DecimalMarker);
    }
}
