using System.Text;

namespace Larq.ModelBuilder.Recipes;

/// <summary>What a recipe must hold so that a model can be made of it.</summary>
internal static class RecipeCheck
{
    private const int MostColumns = 100_000;
    private const int MostSide = 4096;

    /// <exception cref="RecipeException">Something is out of its bounds; the message names it.</exception>
    public static void Check(Recipe recipe)
    {
        Require(recipe.Version is >= 1 and <= Recipe.Newest, $"version is 1 to {Recipe.Newest}", recipe.Version);
        Require(IsFileName(recipe.Name), "name is a file's name without a folder", recipe.Name);
        Defined(recipe.Scenario, "scenario");
        Path("dataSet", recipe.DataSet);
        Path("testDataSet", recipe.TestDataSet);
        Path("validationDataSet", recipe.ValidationDataSet);
        Require(recipe.SplitRatio is > 0 and < 1, "splitRatio is above 0 and below 1", recipe.SplitRatio);
        Require(recipe.ValidationFraction is null or (> 0 and < 1), "validationFraction is above 0 and below 1",
            recipe.ValidationFraction);
        Require(Presets.All.Contains(recipe.Network), $"network is {string.Join(", ", Presets.All)}", recipe.Network);
        Architecture(recipe);
        Require(recipe.Seed >= 0, "seed is at least 0", recipe.Seed);
        Require(recipe.Epochs is null or >= 1, "epochs are at least 1", recipe.Epochs);
        Require(
            recipe.TrainSeconds is null or (> 0 and <= int.MaxValue), "trainSeconds are above 0", recipe.TrainSeconds);
        Classes(recipe);
        if (recipe.Scenario == Scenario.ImageClassification) Images(recipe);
        else Table(recipe);
    }

    private static void Architecture(Recipe recipe)
    {
        var names = NetworkNames.For(recipe.Scenario);
        Require(recipe.Architecture is null || names.Contains(recipe.Architecture),
            $"architecture is {string.Join(", ", names)}", recipe.Architecture);
    }

    private static void Images(Recipe recipe)
    {
        Require(recipe.Columns.Length == 0, "a recipe for images has no columns", recipe.Columns.Length);
        Require(recipe.Loading is null, "a recipe for images has no loading", recipe.Loading);
        if (recipe.Image is not { } image) throw new RecipeException("image with width and height is missing.");
        var least = NetworkNames.SmallestSide(recipe.Architecture);
        Side("width", image.Width, least);
        Side("height", image.Height, least);
    }

    private static void Side(string name, int side, int least) =>
        Require(side >= least && side <= MostSide, $"image.{name} is {least} to {MostSide}", side);

    private static void Table(Recipe recipe)
    {
        Require(recipe.Image is null, "a recipe for a table has no image", recipe.Image);
        if (recipe.Loading is not { } loading) throw new RecipeException("loading is missing.");
        Require(loading.DecimalMarker is '.' or ',', "loading.decimalMarker is . or ,", loading.DecimalMarker);
        Require(
            loading.Separator is not ('"' or '\r' or '\n' or '\0') && !char.IsSurrogate(loading.Separator)
            && loading.Separator != loading.DecimalMarker,
            "loading.separator is a character other than a quote, a line's end and the decimal marker",
            loading.Separator);
        foreach (var mark in loading.Missing) Mark(mark, loading.DecimalMarker);
        Require(recipe.Columns.Length is > 0 and <= MostColumns, $"columns are 1 to {MostColumns}",
            recipe.Columns.Length);
        var places = new HashSet<int>();
        foreach (var column in recipe.Columns) Column(column, places);
        var labels = recipe.Columns.Count(column => column.Purpose == Purpose.Label);
        Require(labels == 1, "exactly one column has the purpose Label", labels);
        var weights = recipe.Columns.Where(column => column.Purpose == Purpose.Weight).ToArray();
        Require(weights.Length <= 1, "one column at most has the purpose Weight", weights.Length);
        Require(weights.All(column => column.Kind == ColumnKind.Number), "the weight's kind is Number", "another");
        Require(recipe.Features.Any(), "one column at least has the purpose Feature", 0);
        Require(recipe.Scenario != Scenario.Regression || recipe.Label!.Kind == ColumnKind.Number,
            "the kind of a regression's label is Number", recipe.Label!.Kind);
    }

    private static void Mark(string? mark, char decimalMarker)
    {
        if (mark is null) throw new RecipeException("loading.missing has no null.");
        Require(MissingNumbers.CanBeMark(mark, decimalMarker),
            "a number in loading.missing has seven digits at most", mark);
    }

    private static void Column(RecipeColumn? column, HashSet<int> places)
    {
        if (column is null) throw new RecipeException("columns have no null.");
        Require(column.Index is >= 0 and < MostColumns && places.Add(column.Index),
            $"the index of column '{column.Name}' is 0 to {MostColumns - 1}, each once", column.Index);
        WellFormed("a column's name", column.Name);
        Defined(column.Kind, $"the kind of column '{column.Name}'");
        Defined(column.Purpose, $"the purpose of column '{column.Name}'");
        var isRead = column is { Kind: ColumnKind.Date, Purpose: Purpose.Feature };
        Require(!isRead || DateFormats.All.Contains(column.Format ?? ""),
            $"the format of column '{column.Name}' is one of {string.Join(", ", DateFormats.All)}", column.Format);
    }

    private static void Classes(Recipe recipe)
    {
        if (recipe.Scenario == Scenario.Regression)
        {
            Require(recipe.Classes.Length == 0, "a regression has no classes", recipe.Classes.Length);
            return;
        }

        Require(recipe.Classes.Length >= 2, "classes are two or more", recipe.Classes.Length);
        foreach (var name in recipe.Classes) WellFormed("a class's name", name);
        Require(recipe.Classes.All(name => !string.IsNullOrEmpty(name)), "each class has a name", "an empty one");
        var twice = recipe.Classes.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(all => all.Count() > 1);
        Require(twice is null, "each class is named once", twice?.Key);
    }

    /// <summary>Whether files of a model can be called so.</summary>
    public static bool IsFileName(string name) => name.Length is > 0 and <= 100 && name.Trim() == name
        && name is not ("." or "..") && !name.AsSpan().ContainsAny("/\\:*?\"<>|") && !name.Any(char.IsControl);

    private static void Path(string name, string? path) =>
        Require(path is null || (path.Length > 0 && !path.Contains('\0')), $"{name} is a path", path);

    // A file cannot hold half of a character that takes two, so a model could not be found by it again.
    private static void WellFormed(string what, string? text)
    {
        Require(text is not null, $"{what} is text", text);
        for (var i = 0; i < text!.Length; i++)
        {
            Require(Rune.TryGetRuneAt(text, i, out var rune), $"{what} is text of whole characters", text);
            i += rune.Utf16SequenceLength - 1;
        }
    }

    private static void Defined<T>(T value, string name)
        where T : struct, Enum =>
        Require(Enum.IsDefined(value), $"{name} is one of {string.Join(", ", Enum.GetNames<T>())}", value);

    private static void Require(bool holds, string wanted, object? got)
    {
        if (!holds) throw new RecipeException(FormattableString.Invariant($"{wanted}, got {got ?? "nothing"}."));
    }
}
