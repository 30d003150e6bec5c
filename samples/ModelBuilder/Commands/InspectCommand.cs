using System.CommandLine;
using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Recipes;
using Larq.ModelBuilder.Running;

namespace Larq.ModelBuilder.Commands;

/// <summary><c>larq inspect F</c>: what is in a file or a folder, and what would be made of it.</summary>
internal static class InspectCommand
{
    private static readonly Argument<string> File = new("data")
    {
        Description = "A file of rows, or a folder with a folder of images for each class.",
    };

    public static Command Of(Terminal terminal, CancellationToken stop)
    {
        var command = new Command("inspect", "Says what is in a data set, column by column, and why.")
        {
            File, TableOptions.Label, CommonOptions.Separator, CommonOptions.HasHeader, CommonOptions.Decimal,
            CommonOptions.Missing, CommonOptions.Column, CommonOptions.Use, CommonOptions.Ignore, CommonOptions.Log,
            CommonOptions.Json, CommonOptions.Verbosity,
        };
        command.SetAction(parsed => new Session(parsed, terminal, stop).Run(session => Inspect(session, parsed)));
        return command;
    }

    private static RunEnded Inspect(Session session, ParseResult parsed)
    {
        var path = parsed.GetValue(File)!;
        if (Directory.Exists(path))
        {
            var images = ImageInspection.Of(path, session.Stop);
            session.Feed.Publish(new ImagesRead(images.Folder, images.Classes));
            session.Feed.Tell(images.Findings);
            ImageInspection.Require(images);
            return Session.Done("Train on it: larq image-classification --dataset " + path);
        }

        var facts = TableInspection.Of(path, TableOptions.Reading(parsed));
        var choices = TableOptions.Plan(parsed);
        if (choices.Label is null)
        {
            session.Feed.Publish(new DataRead(facts, [.. facts.Columns.Select(TablePlan.Plain)], []));
            session.Feed.Tell(facts.Findings);
            facts.RequireSound();
            return Session.Done(Advice(facts));
        }

        var label = facts.Columns[ColumnNames.Find(facts.Columns, choices.Label, "--label-col")];
        var plan = TablePlan.Of(facts, Likely(label), choices);
        session.Feed.Publish(new DataRead(facts, plan.Columns, plan.Classes));
        session.Feed.Tell([.. facts.Findings, .. plan.Findings]);
        facts.RequireSound();
        return Session.Done();
    }

    // Few whole numbers, or words, are classes.
    private static Scenario Likely(ColumnFacts label) =>
        label.Kind == ColumnKind.Number && label.NotNumbers == 0 && label.Distinct > 20
            ? Scenario.Regression
            : Scenario.Classification;

    // A column of one value says nothing, and neither does one that is empty.
    private static string Advice(TableFacts facts)
    {
        if (facts.Columns.LastOrDefault(column => column.Distinct > 1) is not { } label)
            return "There is nothing to train on: no column has two values.";
        var verb = Likely(label).ToString().ToLowerInvariant();
        var name = Word(label.Name);
        var which = label == facts.Columns[^1] ? "the last column" : $"column {name}, the last that has two values,";
        return $"Train on it, if {which} is what you want to predict: "
            + $"larq {verb} --dataset {Word(facts.Path)} --label-col {name}";
    }

    // As it is typed into a shell.
    private static string Word(string text) =>
        text.All(one => char.IsLetterOrDigit(one) || "/\\._-:".Contains(one, StringComparison.Ordinal))
            ? text
            : $"'{text}'";
}
