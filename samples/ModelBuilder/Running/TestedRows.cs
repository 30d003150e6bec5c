using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Pipelines;
using Larq.ModelBuilder.Recipes;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Larq.ModelBuilder.Running;

/// <summary>What a classifier says of a row that it was tested on.</summary>
/// <param name="Row">The row of the file from 1, or the image's path.</param>
/// <param name="Actual">The number of its class.</param>
/// <param name="Said">The number of the class that was said.</param>
/// <param name="Scores">The probability of each class.</param>
internal sealed record TestedRow(string Row, int Actual, int Said, float[] Scores);

/// <summary>Finds the rows that a classifier was tested on, with what it says of each.</summary>
internal static class TestedRows
{
    /// <summary>The rows of the part that the recipe puts aside, or of the file that it names.</summary>
    /// <exception cref="DataException">The data are others than they were, or no rows are left.</exception>
    public static TestedRow[] Of(TrainedModel model, RunRequest request)
    {
        var recipe = request.Recipe;
        var pipeline = new Pipeline(recipe);
        var mlContext = new MLContext(recipe.Seed);
        var rows = RunRows.Of(mlContext, request, pipeline);
        var isImage = recipe.Scenario == Scenario.ImageClassification;
        var places = isImage
            ? []
            : Places(pipeline.Load(mlContext, request.Resolve(recipe.TestDataSet ?? recipe.DataSet)));
        var scored = model.Model.Transform(rows.Test);
        var (labels, scores) = (scored.Schema[pipeline.Columns.Label], scored.Schema[pipeline.Columns.Score]);
        DataViewSchema.Column[] read = isImage
            ? [labels, scores, scored.Schema[PipelineColumns.ImagePath]]
            : [labels, scores];
        using var cursor = scored.GetRowCursor(read);
        var (labelOf, scoresOf, idOf) = (
            cursor.GetGetter<uint>(labels), cursor.GetGetter<VBuffer<float>>(scores), cursor.GetIdGetter());
        var pathOf = isImage ? cursor.GetGetter<ReadOnlyMemory<char>>(read[2]) : null;
        var found = new List<TestedRow>();
        var (label, values) = (0u, default(VBuffer<float>));
        var (id, path) = (default(DataViewRowId), default(ReadOnlyMemory<char>));
        while (cursor.MoveNext())
        {
            labelOf(ref label);
            if (label == 0) continue;
            scoresOf(ref values);
            idOf(ref id);
            pathOf?.Invoke(ref path);
            float[] all = [.. values.DenseValues()];
            found.Add(new TestedRow(
                isImage ? path.ToString() : FormattableString.Invariant($"{places[id]}"), (int)label - 1,
                Array.IndexOf(all, all.Max()), all));
        }

        return [.. found];
    }

    // Filters keep the numbers that the loader gives to rows; which row of the file has which, the whole file says.
    private static Dictionary<DataViewRowId, long> Places(IDataView data)
    {
        var places = new Dictionary<DataViewRowId, long>();
        using var cursor = data.GetRowCursor([]);
        var (idOf, id) = (cursor.GetIdGetter(), default(DataViewRowId));
        while (cursor.MoveNext())
        {
            idOf(ref id);
            places[id] = places.Count + 1;
        }

        return places;
    }
}
