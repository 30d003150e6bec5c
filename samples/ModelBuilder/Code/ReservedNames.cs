using System.Text.RegularExpressions;
using Larq.ModelBuilder.Pipelines;
using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Code;

/// <summary>Names that the generated code uses itself: a class called so would take them away from it.</summary>
internal static partial class ReservedNames
{
    private static readonly Lazy<HashSet<string>> Words = new(Find);

    public static IReadOnlySet<string> All => Words.Value;

    // Whatever names are in the code that is written for some model, of each scenario.
    private static HashSet<string> Find()
    {
        var words = new HashSet<string>(["Program", CodeNames.Namespace], StringComparer.Ordinal);
        var code = new GeneratedCode(Console: true, Api: true, PackageOrigin.Default);
        foreach (var recipe in Recipes())
        {
            var names = new CodeNames(new Pipeline(recipe), "m");
            foreach (var file in code.Files(names).Where(file => file.Path.EndsWith(".cs", StringComparison.Ordinal)))
            {
                foreach (var line in file.Text.Split('\n'))
                    words.UnionWith(Word().Matches(line.Split("//")[0]).Select(match => match.Value));
            }
        }

        return words;
    }

    private static IEnumerable<Recipe> Recipes()
    {
        var feature = new RecipeColumn("a", 0, ColumnKind.Category, Purpose.Feature, "");
        var label = new RecipeColumn("b", 1, ColumnKind.Number, Purpose.Label, "");
        var table = new Recipe
        {
            Name = "m",
            Scenario = Scenario.Regression,
            DataSet = "d",
            Loading = new Loading(',', HasHeader: true, '.', Quoted: true, []),
            Columns = [feature, label],
            Network = Presets.Best,
            ValidationDataSet = "v",
        };
        yield return table;
        yield return table with { Scenario = Scenario.Classification, Classes = ["a", "b"] };
        yield return new Recipe
        {
            Name = "m",
            Scenario = Scenario.ImageClassification,
            DataSet = "d",
            Classes = ["a", "b"],
            Image = new ImageSize(32, 32),
            Architecture = NetworkNames.QuickNet,
            Network = Presets.Best,
        };
    }

    [GeneratedRegex("[A-Za-z_][A-Za-z0-9_]*")]
    private static partial Regex Word();
}
