using Larq.ModelBuilder.Data;

namespace Larq.ModelBuilder.Running;

/// <summary>Whether files to test and to validate on have the columns of the file to train on.</summary>
internal static class OtherTables
{
    /// <exception cref="DataException">One has not; the message names the first difference.</exception>
    public static void Require(RunFeed feed, TableFacts facts, TrainingChoices choices)
    {
        foreach (var path in new[] { choices.TestDataSet, choices.ValidationDataSet }.OfType<string>())
        {
            var other = TableInspection.Of(path, As(facts));
            feed.Tell(other.Findings);
            other.RequireSound();
            if (other.Columns.Length != facts.Columns.Length)
            {
                throw new DataException(
                    $"'{path}' has {other.Columns.Length} columns, '{facts.Path}' has {facts.Columns.Length}: they "
                    + "must have the same in the same order.");
            }

            if (!facts.Loading.HasHeader) continue;
            foreach (var (one, two) in facts.Columns.Zip(other.Columns))
            {
                if (one.Name != two.Name)
                {
                    throw new DataException(
                        $"Column {one.Index} is '{one.Name}' in '{facts.Path}' and '{two.Name}' in '{path}': they must "
                        + "be the same in the same order.");
                }
            }
        }
    }

    /// <summary>Another file of the same form.</summary>
    public static ReadingChoices As(TableFacts facts) => new()
    {
        Separator = facts.Loading.Separator,
        HasHeader = facts.Loading.HasHeader,
        DecimalMarker = facts.Loading.DecimalMarker,
        Missing = facts.Loading.Missing,
    };
}
