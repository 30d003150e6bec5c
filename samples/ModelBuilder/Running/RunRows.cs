using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Pipelines;
using Microsoft.ML;

namespace Larq.ModelBuilder.Running;

/// <summary>The rows of a run: to learn from, to test on, to validate on.</summary>
/// <param name="Training">Rows to learn from.</param>
/// <param name="Test">Rows to test on.</param>
/// <param name="Validation">Rows of a file of their own to validate on; null for none.</param>
/// <param name="Counts">How many rows there are to learn from and to test on.</param>
internal sealed record RunRows(
    IDataView Training, IDataView Test, IDataView? Validation, (long Training, long Test) Counts)
{
    /// <summary>Reads the files of a recipe and puts rows aside, as the generated code does.</summary>
    /// <exception cref="DataException">ML.NET reads other rows than were looked at, or none are left.</exception>
    public static RunRows Of(MLContext mlContext, RunRequest request, Pipeline pipeline)
    {
        var recipe = request.Recipe;
        var data = pipeline.Load(mlContext, request.Resolve(recipe.DataSet));
        if (request.Facts is { } facts) RequireSameRows(facts, data);
        var (training, test) = recipe.TestDataSet is { } apart
            ? (data, pipeline.Load(mlContext, request.Resolve(apart)))
            : pipeline.Split(mlContext, data);
        var validation = recipe.ValidationDataSet is { } file ? pipeline.Load(mlContext, request.Resolve(file)) : null;
        var counts = (Count(training), Count(test));
        if (counts.Item1 < 2 || counts.Item2 < 1)
        {
            throw new DataException(
                $"{counts.Item1} rows are left to learn from and {counts.Item2} to test on: there must be 2 and 1 at "
                + "least. More rows, or another --split-ratio.");
        }

        return new RunRows(training, test, validation, counts);
    }

    /// <summary>How many rows there are.</summary>
    public static long Count(IDataView rows)
    {
        if (rows.GetRowCount() is { } known) return known;
        using var cursor = rows.GetRowCursor([]);
        var count = 0L;
        while (cursor.MoveNext()) count++;
        return count;
    }

    private static void RequireSameRows(TableFacts facts, IDataView data)
    {
        long count;
        try
        {
            count = Count(data);
        }
        catch (Exception error) when (error is FormatException or InvalidOperationException)
        {
            throw new DataException($"ML.NET cannot read '{facts.Path}': {error.Message}");
        }

        if (count != facts.Rows)
        {
            throw new DataException(
                $"ML.NET reads {count} rows of '{facts.Path}', which has {facts.Rows}. Quotes within cells are the "
                + "usual cause: a cell that holds one stands in quotes, and the quote is doubled.");
        }
    }
}
