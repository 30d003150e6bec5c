using System.CommandLine;
using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Recipes;
using Larq.ModelBuilder.Running;

namespace Larq.ModelBuilder.Commands;

/// <summary><c>larq image-classification</c>: from a folder of folders of images to a model.</summary>
internal static class ImagesCommand
{
    private static readonly Option<string> DataSet = new("--dataset", "-d")
    {
        Description = "The folder: in it a folder for each class, called like it, with its images.",
        HelpName = "FOLDER",
        Required = true,
    };

    private static readonly Option<string?> Size = CommonOptions.Text(
        "--image-size", "The width and height that images are brought to. Default: by the images, 16 to 64.", "PIXELS");

    public static Command Of(Terminal terminal, CancellationToken stop)
    {
        var command = new Command("image-classification", "Learns to tell classes apart, from folders of images.")
        {
            DataSet, TrainingOptions.TestDataSet, TrainingOptions.ValidationDataSet, TrainingOptions.SplitRatio,
            TrainingOptions.Folds, Size, TrainingOptions.Preset, TrainingOptions.Network, TrainingOptions.TrainTime,
            TrainingOptions.Epochs, TrainingOptions.Seed, TrainingOptions.Device, CommonOptions.MinMetric,
            CommonOptions.Name,
            CommonOptions.Output, CommonOptions.Force, TrainingOptions.DryRun, CommonOptions.Log, CommonOptions.Json,
            CommonOptions.Verbosity,
        };
        foreach (var option in CodeOutputs.Options) command.Add(option);
        command.SetAction(parsed => new Session(parsed, terminal, stop).Run(session => Train(session, parsed)));
        return command;
    }

    private static RunEnded Train(Session session, ParseResult parsed)
    {
        var path = parsed.GetValue(DataSet)!;
        var choices = TrainingOptions.Choices(parsed, Scenario.ImageClassification, parsed.GetValue(Size));
        var folder = parsed.GetValue(CommonOptions.Output)!;
        Outputs.RequireFree(folder, choices.Name ?? RecipeDraft.NameOf(path), parsed);
        var facts = Look(session, path);
        foreach (var other in new[] { choices.TestDataSet, choices.ValidationDataSet }.OfType<string>())
        {
            var strange = Look(session, other).Classes.Select(one => one.Name)
                .Except(facts.Classes.Select(one => one.Name), StringComparer.Ordinal).ToArray();
            if (strange.Length > 0)
                throw new DataException($"'{other}' has classes that '{path}' has not: {string.Join(", ", strange)}.");
        }

        return Outputs.Train(
            session, parsed, new RunRequest(RecipeDraft.Of(facts, choices, folder), folder) { Images = facts });
    }

    private static ImageFacts Look(Session session, string path)
    {
        session.Feed.Publish(new StageBegun($"Looking into the images of {path}"));
        var facts = ImageInspection.Of(path, session.Stop);
        session.Feed.Publish(new ImagesRead(facts.Folder, facts.Classes));
        InspectCommand.Tell(session, facts.Findings);
        ImageInspection.Require(facts);
        return facts;
    }
}
