using Larq.ModelBuilder.Pipelines;
using Larq.ModelBuilder.Recipes;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Larq;
using Microsoft.ML.Larq.Networks;

namespace Larq.ModelBuilder.Running;

/// <summary>The network that would be trained, as far as it is known before the rows are learned from.</summary>
internal static class PlannedNetwork
{
    /// <summary>The network of a request.</summary>
    public static NetworkDefinition Of(RunRequest request)
    {
        var recipe = request.Recipe;
        var outputs = recipe.Scenario == Scenario.Regression ? 1 : recipe.Classes.Length;
        var network = Options(recipe).Network ?? DefaultNetworks.For;
        return NetworkDefinition.Build(Shape(request), input => network(input, outputs));
    }

    private static BinarizedNetworkTrainer.Options Options(Recipe recipe)
    {
        var options = new BinarizedNetworkTrainer.Options();
        new Training(recipe, new PipelineColumns(recipe)).Set(options);
        return options;
    }

    private static TensorShape Shape(RunRequest request)
    {
        var recipe = request.Recipe;
        if (recipe.Image is { } image) return new TensorShape(image.Height, image.Width, 3);
        var pipeline = new Pipeline(recipe);
        var mlContext = new MLContext(recipe.Seed);
        var rows = pipeline.Load(mlContext, request.Resolve(recipe.DataSet));
        var features = pipeline.Features(mlContext).Fit(rows).GetOutputSchema(rows.Schema)[pipeline.Columns.Features];
        return new TensorShape(((VectorDataViewType)features.Type).Size);
    }
}
