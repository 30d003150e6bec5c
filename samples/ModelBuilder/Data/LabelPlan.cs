using System.Globalization;
using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Data;

/// <summary>A class and its rows.</summary>
internal sealed record ClassCount(string Name, int Rows);

/// <summary>Whether the column to be predicted can be learned, before anything is trained.</summary>
internal static class LabelPlan
{
    private const int FewNumbers = 20;
    private const double Lopsided = 0.8;

    public static ColumnKind KindOf(ColumnFacts label, Scenario scenario) => scenario == Scenario.Regression
        ? ColumnKind.Number
        : label.Kind == ColumnKind.Boolean ? ColumnKind.Boolean : ColumnKind.Category;

    /// <summary>The classes; none of a regression.</summary>
    /// <exception cref="DataException">It cannot be learned.</exception>
    public static ClassCount[] Check(TableFacts facts, ColumnFacts label, Scenario scenario, List<Finding> findings)
    {
        if (label.Values == 0) throw new DataException($"The label '{label.Name}' has no value in any row.");
        if (label.Missing > 0)
        {
            findings.Add(new(
                Severity.Warning, $"{label.Missing} of {facts.Rows} rows have no label: they are left out")
            { Column = label.Name });
        }

        if (scenario == Scenario.Regression)
        {
            Number(label);
            return [];
        }

        return Classes(label, findings);
    }

    private static void Number(ColumnFacts label)
    {
        if (label.NotNumbers > 0)
        {
            throw new DataException(
                $"The label '{label.Name}' is to be a number, and {label.NotNumbers} of {label.Values} cells are none. "
                + (label.NotNumbers == label.Values
                    ? "For words there is larq classification."
                    : "Mend the cells, or say --missing for what means that there is none."),
                [new Finding(Severity.Error, $"'{label.FirstNotNumber.Text}' is no number")
                { Line = label.FirstNotNumber.Line, Column = label.Name }]);
        }

        if (label.Infinite is { Count: > 0 } infinite)
        {
            throw new DataException(
                $"The label '{label.Name}' is infinite, or above 3.4e38, in {infinite.Count} of {label.Values} rows. "
                + $"Mend the cells, or say --missing {infinite.Text}.",
                [new Finding(Severity.Error, $"'{infinite.Text}' cannot be learned")
                { Line = infinite.Line, Column = label.Name }]);
        }

        if (label.Distinct == 1)
            throw new DataException($"The label '{label.Name}' is {label.Example} in every row: nothing to learn.");
    }

    private static ClassCount[] Classes(ColumnFacts label, List<Finding> findings)
    {
        if (label.Distinct > FewNumbers && label.NotNumbers == 0 && label.Distinct * 10 > label.Values)
        {
            throw new DataException(
                $"The label '{label.Name}' has {label.Distinct} different numbers in {label.Values} rows: they are no "
                + "classes. To predict a number: larq regression.");
        }

        if (label.Distinct > ColumnProfile.MostCategories || (label.Distinct == label.Values && label.Values > 2))
        {
            throw new DataException(
                $"The label '{label.Name}' has {label.Distinct} different values in {label.Values} rows; "
                + $"classes are {ColumnProfile.MostCategories} at most, and come again.");
        }

        if (label.Distinct == 1)
        {
            throw new DataException(
                $"The label '{label.Name}' is '{label.Example}' in all {label.Values} rows: there must be two classes "
                + "at least.");
        }

        var classes = label.Counts.Select(pair => new ClassCount(pair.Key, pair.Value)).ToArray();
        foreach (var rare in classes.Where(one => one.Rows < 2))
        {
            findings.Add(new(
                Severity.Warning, $"class '{rare.Name}' has one row, which cannot be both learned from and tested on")
            { Column = label.Name });
        }

        if (classes[0].Rows > Lopsided * label.Values)
        {
            var share = ((double)classes[0].Rows / label.Values).ToString("P0", CultureInfo.InvariantCulture);
            findings.Add(new(
                Severity.Note,
                $"{share} of the rows are of class '{classes[0].Name}': accuracy says little then, look at balanced "
                + "accuracy")
            { Column = label.Name });
        }

        return InOrder(classes);
    }

    // As a person would put them: numbers by their value.
    private static ClassCount[] InOrder(ClassCount[] classes) =>
        Array.TrueForAll(classes, one => NumberText.Shape(one.Name) is NumberShape.Whole or NumberShape.Point)
            ? [.. classes.OrderBy(one => NumberText.Value(one.Name, '.'))
                .ThenBy(one => one.Name, StringComparer.Ordinal)]
            : [.. classes.OrderBy(one => one.Name, StringComparer.Ordinal)];
}
