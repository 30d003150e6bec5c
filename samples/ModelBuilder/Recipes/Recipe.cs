using System.Text.Json.Serialization;

namespace Larq.ModelBuilder.Recipes;

/// <summary>All that a model is made from, as <c>Name.larq.json</c> keeps it.</summary>
internal sealed record Recipe
{
    /// <summary>What the files of a recipe called Name end with.</summary>
    public const string Ending = ".larq.json";

    /// <summary>The version of the file's form that this program writes, and the newest it reads.</summary>
    public const int Newest = 1;

    /// <summary>The version of the file's form.</summary>
    public int Version { get; init; } = Newest;

    /// <summary>The model's name; files and the generated class are called by it.</summary>
    public required string Name { get; init; }

    public required Scenario Scenario { get; init; }

    /// <summary>The file of rows, or the folder of images; from the recipe's folder, with slashes.</summary>
    public required string DataSet { get; init; }

    /// <summary>Rows to test on, or null: a part of <see cref="DataSet"/> is put aside for it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TestDataSet { get; init; }

    /// <summary>Rows to validate on while training, or null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ValidationDataSet { get; init; }

    /// <summary>The part of the rows to test on where <see cref="TestDataSet"/> is null; above 0, below 1.</summary>
    public double SplitRatio { get; init; } = 0.2;

    /// <summary>The part of the training rows to validate on, or null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? ValidationFraction { get; init; }

    /// <summary>How the rows are read; null for images.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Loading? Loading { get; init; }

    /// <summary>Every column of the file, in its order; none for images.</summary>
    public RecipeColumn[] Columns { get; init; } = [];

    /// <summary>The classes, in the order of the scores; none for a regression.</summary>
    public string[] Classes { get; init; } = [];

    /// <summary>The size that images are brought to; not read for tables.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ImageSize? Image { get; init; }

    /// <summary>How much is spent, of <see cref="Presets"/>.</summary>
    public string Network { get; init; } = Presets.Good;

    /// <summary>A network of <see cref="NetworkNames"/>, or null: the preset's.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Architecture { get; init; }

    public int Seed { get; init; } = 1;

    /// <summary>Passes over the rows, or null: as the library chooses.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Epochs { get; init; }

    /// <summary>When training stops and keeps the best so far, or null: when it is through.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TrainSeconds { get; init; }

    /// <summary>What came of it before.</summary>
    public RecipeRun[] Runs { get; init; } = [];

    /// <summary>The column to be predicted; null for images, where the folder says it.</summary>
    [JsonIgnore]
    public RecipeColumn? Label => Array.Find(Columns, column => column.Purpose == Purpose.Label);

    /// <summary>The column that says how much a row counts, or null.</summary>
    [JsonIgnore]
    public RecipeColumn? Weight => Array.Find(Columns, column => column.Purpose == Purpose.Weight);

    /// <summary>The columns to predict from.</summary>
    [JsonIgnore]
    public IEnumerable<RecipeColumn> Features => Columns.Where(column => column.Purpose == Purpose.Feature);
}

/// <summary>Pixels that the network sees.</summary>
internal sealed record ImageSize(int Width, int Height);
