using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Running;

/// <summary>What a person says of a training, beside the data.</summary>
internal sealed record TrainingChoices
{
    public string? Name { get; init; }

    public string? TestDataSet { get; init; }

    public string? ValidationDataSet { get; init; }

    public double SplitRatio { get; init; } = 0.2;

    public string Preset { get; init; } = Presets.Good;

    /// <summary>A network by its name; null for the preset's.</summary>
    public string? Network { get; init; }

    public int Seed { get; init; } = 1;

    public int? Epochs { get; init; }

    public double? TrainSeconds { get; init; }

    /// <summary>The side that images are brought to; null: by the images.</summary>
    public int? ImageSize { get; init; }
}

/// <summary>Makes recipes of what was found in data and what a person says.</summary>
internal static class RecipeDraft
{
    // Of fewer rows a tenth tells little, and is missed in training.
    private const int RowsForValidation = 200;
    private const float ValidationFraction = 0.1f;

    /// <summary>A recipe for a table.</summary>
    /// <param name="facts">The table.</param>
    /// <param name="plan">What is made of its columns.</param>
    /// <param name="scenario">What is learned.</param>
    /// <param name="choices">What a person says.</param>
    /// <param name="folder">Where the recipe will lie.</param>
    public static Recipe Of(
        TableFacts facts, TablePlan plan, Scenario scenario, TrainingChoices choices, string folder) =>
        Common(scenario, facts.Path, facts.Rows, choices, folder) with
        {
            Loading = facts.Loading,
            Columns = plan.Columns,
            Classes = [.. plan.Classes.Select(one => one.Name)],
        };

    /// <summary>A recipe for a folder of images.</summary>
    public static Recipe Of(ImageFacts facts, TrainingChoices choices, string folder)
    {
        var side = choices.ImageSize ?? Math.Max(facts.Side, NetworkNames.SmallestSide(choices.Network));
        return Common(Scenario.ImageClassification, facts.Folder, facts.Files.Length, choices, folder) with
        {
            Classes = [.. facts.Classes.Select(one => one.Name)],
            Image = new ImageSize(side, side),
        };
    }

    /// <summary>A path as recipes have it: from the recipe's folder, with slashes.</summary>
    public static string Relative(string folder, string path) =>
        Path.GetRelativePath(Path.GetFullPath(folder), Path.GetFullPath(path)).Replace('\\', '/');

    /// <summary>A name made of a file's or a folder's.</summary>
    public static string NameOf(string path)
    {
        var full = Path.GetFullPath(path).TrimEnd('/', '\\');
        var name = Directory.Exists(full) ? Path.GetFileName(full) : Path.GetFileNameWithoutExtension(full);
        var kept = string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '_'))
            .Trim('.');
        return kept.Length is > 0 and <= 80 ? kept : "model";
    }

    private static Recipe Common(
        Scenario scenario, string path, long rows, TrainingChoices choices, string folder) => new()
        {
            Name = choices.Name ?? NameOf(path),
            Scenario = scenario,
            DataSet = Relative(folder, path),
            TestDataSet = choices.TestDataSet is { } test ? Relative(folder, test) : null,
            ValidationDataSet = choices.ValidationDataSet is { } apart ? Relative(folder, apart) : null,
            SplitRatio = choices.SplitRatio,
            ValidationFraction = choices.ValidationDataSet is null
                && rows * (choices.TestDataSet is null ? 1 - choices.SplitRatio : 1) >= RowsForValidation
                    ? ValidationFraction
                    : null,
            Network = choices.Preset,
            Architecture = choices.Network,
            Seed = choices.Seed,
            Epochs = choices.Epochs,
            TrainSeconds = choices.TrainSeconds,
        };
}
