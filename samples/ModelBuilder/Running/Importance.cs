using Larq.ModelBuilder.Pipelines;
using Microsoft.ML;

namespace Larq.ModelBuilder.Running;

/// <summary>What a model loses when it cannot go by a column.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Loss">
/// By how much the main measure falls when the column's values change places among the rows: 0 or less where it says
/// nothing.
/// </param>
internal sealed record ColumnImportance(string Column, double Loss);

/// <summary>Measures how much each column matters to a model, by permutation.</summary>
internal static class Importance
{
    private const int MostRows = 5000;
    private const int MostColumns = 300;
    private const int Times = 3;

    /// <summary>The columns of a table, those that matter most first; none where there are too many to try.</summary>
    /// <param name="mlContext">The context.</param>
    /// <param name="pipeline">What made the model.</param>
    /// <param name="model">The model.</param>
    /// <param name="test">Rows with a known label.</param>
    /// <param name="stop">Ends it early: what is known by then is told.</param>
    public static ColumnImportance[] Of(
        MLContext mlContext, Pipeline pipeline, ITransformer model, IDataView test, CancellationToken stop)
    {
        var features = pipeline.Recipe.Features.ToArray();
        if (features.Length is < 2 or > MostColumns) return [];
        var rows = mlContext.Data.Cache(mlContext.Data.TakeRows(test, MostRows));
        var judge = new Judge(pipeline);
        var whole = judge.Of(model, rows).Score;
        var found = new List<ColumnImportance>();
        foreach (var column in features)
        {
            if (stop.IsCancellationRequested) break;
            var name = pipeline.Columns.Of(column);
            var without = Enumerable.Range(1, Times).Average(
                seed => judge.Of(model, ShuffledColumn.Of(rows, name, seed)).Score);
            found.Add(new ColumnImportance(column.Name, whole - without));
        }

        return [.. found.OrderByDescending(column => column.Loss)];
    }
}
