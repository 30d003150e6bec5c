using System.CommandLine;
using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Recipes;
using Larq.ModelBuilder.Running;

namespace Larq.ModelBuilder.Commands;

/// <summary><c>larq train FILE.larq.json</c>: makes a model again from its recipe.</summary>
internal static class TrainCommand
{
    private static readonly Argument<string> File = new("recipe")
    {
        Description = $"The recipe, NAME{Recipe.Ending}. Its model is replaced.",
    };

    public static Command Of(Terminal terminal, CancellationToken stop)
    {
        var command = new Command("train", "Makes a model again from its recipe, of the data as they are now.")
        {
            File, TrainingOptions.Folds, TrainingOptions.TrainTime, TrainingOptions.Epochs, TrainingOptions.Seed,
            TrainingOptions.Device, TrainingOptions.NoCompare, CommonOptions.MinMetric, TrainingOptions.DryRun,
            CommonOptions.Log, CommonOptions.Json, CommonOptions.Verbosity,
        };
        foreach (var option in CodeOutputs.Options) command.Add(option);
        command.SetAction(parsed => new Session(parsed, terminal, stop).Run(session => Train(session, parsed)));
        return command;
    }

    private static RunEnded Train(Session session, ParseResult parsed)
    {
        var path = TrainedModel.Paths(parsed.GetValue(File)!).Recipe;
        if (!System.IO.File.Exists(path)) throw new UsageException($"There is no recipe '{path}'.");
        var read = RecipeFile.Read(path);
        var folder = Path.GetDirectoryName(path) is { Length: > 0 } its ? its : ".";
        var recipe = read with
        {
            Name = Path.GetFileName(path)[..^Recipe.Ending.Length],
            Seed = Said.Whole(parsed.GetValue(TrainingOptions.Seed), "--seed", 0) ?? read.Seed,
            Epochs = Said.Whole(parsed.GetValue(TrainingOptions.Epochs), "--epochs", 1) ?? read.Epochs,
            TrainSeconds = Said.Number(
                parsed.GetValue(TrainingOptions.TrainTime), "--train-time", value => value is > 0 and < 1e7,
                "of seconds above 0") ?? read.TrainSeconds,
        };
        var request = new RunRequest(recipe, folder);
        var data = request.Resolve(recipe.DataSet);
        return Outputs.Train(session, parsed, recipe.Scenario == Scenario.ImageClassification
            ? request with { Images = Images(session, recipe, data) }
            : request with { Facts = Table(session, recipe, data) });
    }

    private static ImageFacts Images(Session session, Recipe recipe, string data)
    {
        session.Feed.Publish(new StageBegun($"Looking into the images of {data}"));
        var facts = ImageInspection.Of(data, session.Stop);
        session.Feed.Publish(new ImagesRead(facts.Folder, facts.Classes));
        session.Feed.Tell(facts.Findings);
        ImageInspection.Require(facts);
        var strange = facts.Classes.Select(one => one.Name).Except(recipe.Classes, StringComparer.Ordinal).ToArray();
        return strange.Length == 0
            ? facts
            : throw new DataException(
                $"'{data}' has classes that the recipe has not: {string.Join(", ", strange)}. A new model with them: "
                + "larq image-classification.");
    }

    private static TableFacts Table(Session session, Recipe recipe, string data)
    {
        var loading = recipe.Loading!;
        var facts = TableInspection.Of(data, new ReadingChoices
        {
            Separator = loading.Separator,
            HasHeader = loading.HasHeader,
            DecimalMarker = loading.DecimalMarker,
            Missing = loading.Missing,
        });
        session.Feed.Publish(new DataRead(facts, recipe.Columns, []));
        session.Feed.Tell(facts.Findings);
        facts.RequireSound();
        foreach (var column in recipe.Columns)
        {
            if (column.Index >= facts.Columns.Length
                || (loading.HasHeader && facts.Columns[column.Index].Name != column.Name))
            {
                throw new DataException(
                    $"'{data}' is not the table of the recipe any more: column {column.Index} was '{column.Name}' "
                    + (column.Index < facts.Columns.Length
                        ? $"and is '{facts.Columns[column.Index].Name}'."
                        : "and is not there."));
            }
        }

        return facts;
    }
}
