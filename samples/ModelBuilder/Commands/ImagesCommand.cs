using System.CommandLine;
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
            CommonOptions.Name, CommonOptions.Output, CommonOptions.Force, TrainingOptions.DryRun, CommonOptions.Log,
            CommonOptions.Json, CommonOptions.Verbosity,
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
        return Outputs.Train(
            session, parsed, new RequestDraft(session.Feed, choices, folder).Images(path, session.Stop));
    }
}
