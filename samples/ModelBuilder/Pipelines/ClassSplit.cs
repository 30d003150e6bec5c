using Microsoft.ML;
using Microsoft.ML.Data;

namespace Larq.ModelBuilder.Pipelines;

/// <summary>
/// Puts aside the same part of each class to test on, as near as whole rows come to it: one row at least of a class
/// that has two, and never all. Here, and as the generated code does it.
/// </summary>
internal static class ClassSplit
{
    public static (IDataView TrainSet, IDataView TestSet) Of(
        MLContext mlContext, IDataView rows, string label, double testFraction, int seed)
    {
        var test = TestRows(rows.GetColumn<string>(label), testFraction, seed);
        return (Rows(mlContext, rows, row => !test.Contains(row)), Rows(mlContext, rows, test.Contains));
    }

    /// <summary>The body of <c>SplitData</c>, and what it calls.</summary>
    /// <param name="label">The label's column.</param>
    public static (string Body, string Helpers) Source(string label) =>
        ($$"""
        var test = TestRows(data.GetColumn<string>({{CSharpText.Literal(label)}}), testFraction);
        return (Rows(mlContext, data, row => !test.Contains(row)), Rows(mlContext, data, test.Contains));
        """,
        """

        // Of each class its part, one row at least where it has two, and never all.
        private static HashSet<long> TestRows(IEnumerable<string> labels, double testFraction)
        {
            var (random, test) = (new Random(RetrainSeed), new HashSet<long>());
            foreach (var rows in labels.Select((label, row) => (label, row: (long)row))
                .GroupBy(one => one.label, one => one.row, StringComparer.Ordinal).Select(rows => rows.ToArray()))
            {
                random.Shuffle(rows);
                var count = (int)Math.Round(rows.Length * testFraction, MidpointRounding.AwayFromZero);
                test.UnionWith(rows[..Math.Min(Math.Max(count, 1), rows.Length - 1)]);
            }

            return test;
        }

        private static IDataView Rows(MLContext mlContext, IDataView data, Predicate<long> isWanted) =>
            mlContext.Data.FilterByStatefulCustomPredicate<NoColumn, RowNumber>(
                data, (_, number) => !isWanted(number.Next++), number => number.Next = 0);

        private sealed class NoColumn;

        private sealed class RowNumber
        {
            public long Next;
        }

        """);

    /// <summary>The numbers of the rows to test on, from 0.</summary>
    public static HashSet<long> TestRows(IEnumerable<string> labels, double testFraction, int seed)
    {
        var (random, test) = (new Random(seed), new HashSet<long>());
        foreach (var rows in labels.Select((label, row) => (label, row: (long)row))
            .GroupBy(one => one.label, one => one.row, StringComparer.Ordinal).Select(rows => rows.ToArray()))
        {
            random.Shuffle(rows);
            var count = (int)Math.Round(rows.Length * testFraction, MidpointRounding.AwayFromZero);
            test.UnionWith(rows[..Math.Min(Math.Max(count, 1), rows.Length - 1)]);
        }

        return test;
    }

    private static IDataView Rows(MLContext mlContext, IDataView data, Predicate<long> isWanted) =>
        mlContext.Data.FilterByStatefulCustomPredicate<NoColumn, RowNumber>(
            data, (_, number) => !isWanted(number.Next++), number => number.Next = 0);

    private sealed class NoColumn;

    private sealed class RowNumber
    {
        public long Next { get; set; }
    }
}
