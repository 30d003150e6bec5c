using System.CommandLine;
using Larq.ModelBuilder.Recipes;
using Larq.ModelBuilder.Running;

namespace Larq.ModelBuilder.Commands;

/// <summary><c>larq classification</c> and <c>larq regression</c>: from a file of rows to a model.</summary>
internal static class TableCommand
{
    private static readonly Option<string> DataSet = new("--dataset", "-d")
    {
        Description = "The file of rows: CSV, TSV and the like.",
        HelpName = "FILE",
        Required = true,
    };

    public static Command Of(
        Scenario scenario, string name, string description, Terminal terminal, CancellationToken stop)
    {
        var command = new Command(name, description)
        {
            DataSet, TableOptions.Label, TrainingOptions.TestDataSet, TrainingOptions.ValidationDataSet,
            TrainingOptions.SplitRatio, TrainingOptions.Folds, CommonOptions.HasHeader, CommonOptions.Separator,
            CommonOptions.Decimal, CommonOptions.Missing, CommonOptions.Column, CommonOptions.Use, CommonOptions.Ignore,
            TrainingOptions.Preset, TrainingOptions.Network, TrainingOptions.TrainTime, TrainingOptions.Epochs,
            TrainingOptions.Seed, TrainingOptions.Device, TrainingOptions.NoCompare, CommonOptions.MinMetric,
            CommonOptions.Name,
            CommonOptions.Output, CommonOptions.Force, TrainingOptions.DryRun, CommonOptions.Log, CommonOptions.Json,
            CommonOptions.Verbosity,
        };
        foreach (var option in CodeOutputs.Options) command.Add(option);
        command.SetAction(parsed =>
            new Session(parsed, terminal, stop).Run(session => Train(session, parsed, scenario)));
        return command;
    }

    private static RunEnded Train(Session session, ParseResult parsed, Scenario scenario)
    {
        var path = parsed.GetValue(DataSet)!;
        var choices = TrainingOptions.Choices(parsed, scenario);
        var folder = parsed.GetValue(CommonOptions.Output)!;
        Outputs.RequireFree(folder, choices.Name ?? RecipeDraft.NameOf(path), parsed);
        return Outputs.Train(session, parsed, new RequestDraft(session.Feed, choices, folder).Table(
            path, scenario, TableOptions.Reading(parsed), TableOptions.Plan(parsed)));
    }
}
