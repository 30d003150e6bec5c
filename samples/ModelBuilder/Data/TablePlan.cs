using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Data;

/// <summary>What is made of each column of a table, and which classes there are.</summary>
/// <param name="Columns">Every column of the file.</param>
/// <param name="Classes">In the order of the scores; none of a regression.</param>
/// <param name="Findings">What a person should know.</param>
internal sealed record TablePlan(RecipeColumn[] Columns, ClassCount[] Classes, Finding[] Findings)
{
    private const int Shown = 20;

    /// <summary>Plans a table for a scenario.</summary>
    /// <exception cref="UsageException">A column that was named is not there.</exception>
    /// <exception cref="DataException">The label cannot be learned, or nothing is left to learn from.</exception>
    public static TablePlan Of(TableFacts facts, Scenario scenario, PlanChoices choices)
    {
        var columns = Chosen(facts, choices);
        var label = Array.FindIndex(columns, column => column.Purpose == Purpose.Label);
        if (label < 0)
        {
            throw new UsageException(
                "--label-col is missing: the column to be predicted. There are "
                + $"{string.Join(", ", columns.Take(Shown).Select(column => column.Name))}"
                + (columns.Length > Shown ? ", …" : "."));
        }

        var findings = new List<Finding>();
        columns[label] = columns[label] with { Kind = LabelPlan.KindOf(facts.Columns[label], scenario) };
        var classes = LabelPlan.Check(facts, facts.Columns[label], scenario, findings);
        if (!columns.Any(column => column.Purpose == Purpose.Feature))
        {
            throw new DataException(
                "No column is left to predict from.",
                [.. columns.Where(column => column.Purpose == Purpose.Ignore)
                    .Select(column => new Finding(Severity.Error, column.Reason) { Column = column.Name })]);
        }

        return new TablePlan(columns, classes, [.. findings]);
    }

    /// <summary>The columns as they are with what a person says of them, before there is a label.</summary>
    /// <exception cref="UsageException">A column that was named is not there.</exception>
    /// <exception cref="DataException">A column cannot be what was said.</exception>
    public static RecipeColumn[] Chosen(TableFacts facts, PlanChoices choices)
    {
        var columns = facts.Columns.Select(Plain).ToArray();
        Choose(facts, choices, columns);
        return columns;
    }

    /// <summary>The columns as they were found, with nothing said of them.</summary>
    public static RecipeColumn Plain(ColumnFacts facts) =>
        new(facts.Name, facts.Index, facts.Kind, facts.Purpose, facts.Reason)
        {
            Format = facts.Format,
            Example = facts.Example,
        };

    private static void Choose(TableFacts facts, PlanChoices choices, RecipeColumn[] columns)
    {
        if (choices.Use.Length > 0)
        {
            var used = ColumnNames.FindAll(facts.Columns, choices.Use, "--use").ToHashSet();
            foreach (ref var column in columns.AsSpan())
            {
                column = used.Contains(column.Index)
                    ? Say(column, Purpose.Feature)
                    : column with { Purpose = Purpose.Ignore, Reason = "not among those of --use" };
            }
        }

        foreach (var ignored in ColumnNames.FindAll(facts.Columns, choices.Ignore, "--ignore-cols"))
        {
            ref var column = ref columns[ignored];
            column = column with { Purpose = Purpose.Ignore, Reason = "ignored, as you said" };
        }

        foreach (var choice in choices.Columns)
        {
            var index = choice.Index is { } number
                ? ColumnNames.Require(facts.Columns, number)
                : ColumnNames.Find(facts.Columns, choice.Column, "--column");
            columns[index] = ColumnOverride.Of(columns[index], facts.Columns[index], choice);
        }

        if (choices.Label is { } said)
        {
            var index = ColumnNames.Find(facts.Columns, said, "--label-col");
            foreach (ref var column in columns.AsSpan())
            {
                if (column.Purpose == Purpose.Label && column.Index != index)
                    throw new UsageException($"--label-col {said}: --column makes '{column.Name}' the label.");
            }

            columns[index] = columns[index] with { Purpose = Purpose.Label, Reason = "to be predicted, as you said" };
        }
    }

    private static RecipeColumn Say(RecipeColumn column, Purpose purpose) => column.Purpose == purpose
        ? column
        : column with { Purpose = purpose, Reason = $"{purpose.ToString().ToLowerInvariant()}, as you said" };
}
