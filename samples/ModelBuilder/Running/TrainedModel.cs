using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Pipelines;
using Larq.ModelBuilder.Recipes;
using Microsoft.ML;

namespace Larq.ModelBuilder.Running;

/// <summary>A model's file, and the recipe beside it that says how its rows are read.</summary>
internal sealed class TrainedModel
{
    private TrainedModel(string path, Recipe recipe, MLContext mlContext, ITransformer model) =>
        (Path, Recipe, MLContext, Model) = (path, recipe, mlContext, model);

    public string Path { get; }

    public Recipe Recipe { get; }

    public MLContext MLContext { get; }

    public ITransformer Model { get; }

    /// <summary>Is told what is odd in a file of rows.</summary>
    public Action<Finding>? Told { get; set; }

    /// <summary>Loads a model by its own path or its recipe's.</summary>
    /// <exception cref="UsageException">There is no such model, or no recipe beside it.</exception>
    public static TrainedModel Load(string path)
    {
        var (model, recipe) = Paths(path);
        if (!File.Exists(model)) throw new UsageException($"There is no model '{model}'.");
        if (!File.Exists(recipe))
        {
            throw new UsageException(
                $"'{recipe}' is not beside the model: it says how rows are read. Copy it there.");
        }

        var read = RecipeFile.Read(recipe);
        var mlContext = new MLContext(read.Seed);
        try
        {
            return new TrainedModel(model, read, mlContext, mlContext.Model.Load(model, out _));
        }
        catch (Exception error) when (error is FormatException or InvalidOperationException or ArgumentException
            or InvalidDataException)
        {
            throw new UsageException($"'{model}' is no model that can be loaded: {error.Message}");
        }
    }

    /// <summary>Whether the model was made from this file or folder; most of its rows it then knows by heart.</summary>
    public bool IsMadeFrom(string data)
    {
        var folder = System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(Path))!;
        return System.IO.Path.GetFullPath(Recipe.DataSet, folder) == System.IO.Path.GetFullPath(data);
    }

    /// <summary>Measures the model on a file or a folder whose classes or numbers are known.</summary>
    public Judgement Evaluate(string data)
    {
        var pipeline = PipelineFor(data, needsLabel: true);
        return new Judge(pipeline).Of(Model, pipeline.Load(MLContext, System.IO.Path.GetFullPath(data)));
    }

    /// <summary>What the model says of each row of a file.</summary>
    /// <exception cref="UsageException">It is one image, and none that can be read.</exception>
    public IEnumerable<Prediction> Predict(string data)
    {
        if (Recipe.Scenario == Scenario.ImageClassification && File.Exists(data)
            && ImageCheck.Fault(data, out _) is { } fault)
            throw new UsageException($"'{data}' {fault}.");
        var pipeline = PipelineFor(data, needsLabel: false);
        return Predictions.Of(Model, pipeline, pipeline.Load(MLContext, System.IO.Path.GetFullPath(data)));
    }

    /// <summary>What the model says of one row; columns that are not given are missing.</summary>
    /// <param name="values">The cells by the column's index, as a person writes them.</param>
    public Prediction Predict(IReadOnlyDictionary<int, string> values)
    {
        var (recipe, line) = OneRow.Of(Recipe, values);
        var file = System.IO.Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, line);
            var pipeline = new Pipeline(recipe);
            return Predictions.Of(Model, pipeline, pipeline.Load(MLContext, file)).Single();
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The files of a model, by either of them or by their common name.</summary>
    public static (string Model, string Recipe) Paths(string path)
    {
        var stem = path.EndsWith(Recipes.Recipe.Ending, StringComparison.OrdinalIgnoreCase)
                ? path[..^Recipes.Recipe.Ending.Length]
            : path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? path[..^".zip".Length]
            : path;
        return (stem + ".zip", stem + Recipes.Recipe.Ending);
    }

    private Pipeline PipelineFor(string data, bool needsLabel)
    {
        if (Recipe.Scenario == Scenario.ImageClassification) return new(Recipe);
        var facts = OtherFile.Facts(Recipe, data);
        var recipe = OtherFile.Recipe(Recipe, facts, needsLabel);
        foreach (var finding in UnreadCells.Of(recipe, facts)) Told?.Invoke(finding);
        return new(recipe);
    }
}
