using System.Globalization;
using Larq.ModelBuilder.Pipelines;
using Larq.ModelBuilder.Recipes;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Larq.ModelBuilder.Running;

/// <summary>What a model says of rows.</summary>
internal static class Predictions
{
    public static IEnumerable<Prediction> Of(ITransformer model, Pipeline pipeline, IDataView rows)
    {
        var scored = model.Transform(rows);
        return pipeline.Recipe.Scenario == Scenario.Regression
            ? Numbers(scored, pipeline.Columns.Score)
            : Classes(scored, pipeline);
    }

    private static IEnumerable<Prediction> Numbers(IDataView scored, string score) =>
        scored.GetColumn<float>(score).Select((value, row) =>
            new Prediction(Row(row), value.ToString("R", CultureInfo.InvariantCulture), []));

    private static IEnumerable<Prediction> Classes(IDataView scored, Pipeline pipeline)
    {
        var (recipe, isImage) = (pipeline.Recipe, pipeline.Recipe.Scenario == Scenario.ImageClassification);
        var paths = isImage
            ? scored.GetColumn<ReadOnlyMemory<char>>(PipelineColumns.ImagePath).Select(path => path.ToString())
            : Enumerable.Range(0, int.MaxValue).Select(Row);
        return scored.GetColumn<float[]>(pipeline.Columns.Score).Zip(paths, (scores, row) =>
        {
            KeyValuePair<string, double>[] all = [.. recipe.Classes
                .Zip(scores, (name, value) => KeyValuePair.Create(name, (double)value))
                .OrderByDescending(pair => pair.Value)];
            return new Prediction(row, all[0].Key, all);
        });
    }

    private static string Row(int index) => (index + 1).ToString(CultureInfo.InvariantCulture);
}
