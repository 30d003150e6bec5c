using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Running;

/// <summary>What is to be trained.</summary>
/// <param name="Recipe">What it is made from.</param>
/// <param name="Folder">Where the recipe lies or will lie, and all that is written.</param>
internal sealed record RunRequest(Recipe Recipe, string Folder)
{
    /// <summary>What was found in the table, to check that the loader reads the same rows; or null.</summary>
    public TableFacts? Facts { get; init; }

    /// <summary>Images that can be read; null of a table.</summary>
    public ImageFacts? Images { get; init; }

    /// <summary>The graphics card to train on; null for the processor.</summary>
    public int? GpuDeviceId { get; init; }

    /// <summary>Below this value of the main measure the run ends with <see cref="RunStatus.BelowMinimum"/>.</summary>
    public double? MinMetric { get; init; }

    /// <summary>Whether other trainers are trained too, for comparison.</summary>
    public bool Compare { get; init; } = true;

    /// <summary>Whether it is measured how much each column matters.</summary>
    public bool Importance { get; init; } = true;

    /// <summary>Folds of a cross-validation besides; 0 for none.</summary>
    public int Folds { get; init; }

    public string ModelPath => PathOf(".zip");

    public string ReportPath => PathOf(".report.html");

    public string RecipePath => PathOf(Recipes.Recipe.Ending);

    /// <summary>A file as the recipe names it.</summary>
    public string Resolve(string path) => Path.GetFullPath(path, Path.GetFullPath(Folder));

    private string PathOf(string ending) => Path.Combine(Folder, Recipe.Name + ending);
}
