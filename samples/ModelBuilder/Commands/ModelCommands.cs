using System.CommandLine;
using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Running;
using Microsoft.ML;

namespace Larq.ModelBuilder.Commands;

/// <summary><c>larq evaluate</c> and <c>larq report</c>: what a model is worth, and how it was trained.</summary>
internal static class ModelCommands
{
    private static readonly Argument<string> Data = new("data")
    {
        Description = "Rows or images whose class or number is known.",
    };

    private static readonly Option<string?> To = CommonOptions.Text(
        "--output", "The page's file. Default: beside the model.", "FILE");

    /// <summary>The model that a command is about.</summary>
    public static Argument<string> Model { get; } = new("model")
    {
        Description = "The model, NAME.zip; NAME.larq.json lies beside it.",
    };

    public static Command Evaluate(Terminal terminal, CancellationToken stop)
    {
        var command = new Command("evaluate", "Says how good a model is on rows or images.")
        {
            Model, Data, CommonOptions.MinMetric, CommonOptions.Log, CommonOptions.Json, CommonOptions.Verbosity,
        };
        command.SetAction(parsed => new Session(parsed, terminal, stop).Run(session =>
        {
            var least = TrainingOptions.MinMetric(parsed);
            var model = TrainedModel.Load(parsed.GetValue(Model)!);
            model.Told = finding => session.Feed.Publish(new Found(finding));
            var data = parsed.GetValue(Data)!;
            if (model.IsMadeFrom(data))
            {
                model.Told(new Finding(
                    Severity.Warning,
                    $"The model was made from '{data}': it has learned from most of what it is measured on here."));
            }

            var judgement = model.Evaluate(data);
            if (judgement.Rows == 0)
                throw new DataException("No row has a known label: there is nothing to measure the model by.");
            session.Feed.Publish(new ModelJudged(judgement));
            session.Feed.Publish(new TrainerScored(new TrainerScore(
                "BinaryNet", judgement, new FileInfo(model.Path).Length, null, null)));
            return Judged(judgement, least);
        }));
        return command;
    }

    public static Command Report(Terminal terminal, CancellationToken stop)
    {
        var command = new Command("report", "Writes a page that shows how a model was trained.")
        {
            Model, To, CommonOptions.Json, CommonOptions.Verbosity,
        };
        command.SetAction(parsed => new Session(parsed, terminal, stop).Run(session =>
        {
            var model = TrainedModel.Load(parsed.GetValue(Model)!);
            var path = parsed.GetValue(To) ?? Path.ChangeExtension(model.Path, ".report.html");
            ModelFiles.Whole(path, beside => model.Model.BinaryNet().WriteReport(beside, model.Recipe.Name));
            session.Feed.Publish(new FileWritten(path, "how training went, to open in a browser"));
            return Session.Done();
        }));
        return command;
    }

    private static RunEnded Judged(Judgement judgement, double? least)
    {
        var value = FormattableString.Invariant($"{judgement.Main} {judgement.Score:F4}");
        return least is { } wanted && !(judgement.Score >= wanted)
            ? new RunEnded(
                RunStatus.BelowMinimum, (int)RunStatus.BelowMinimum,
                FormattableString.Invariant($"{value} is below --min-metric {wanted}"))
            : Session.Done(value);
    }
}
