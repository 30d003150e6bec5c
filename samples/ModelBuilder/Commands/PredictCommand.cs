using System.CommandLine;
using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Recipes;
using Larq.ModelBuilder.Running;

namespace Larq.ModelBuilder.Commands;

/// <summary><c>larq predict</c>: what a model says of a file, of images, or of one row.</summary>
internal static class PredictCommand
{
    private static readonly Argument<string?> Data = new("data")
    {
        Description = "Rows as the model was trained on, with or without the label; or images.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "The value of a column, of one row: NAME=VALUE, as often as there are columns. What is not set "
            + "is missing.",
        HelpName = "NAME=VALUE",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string?> To = CommonOptions.Text(
        "--output", "Write a table (CSV) of the predictions into this file.", "FILE");

    public static Command Of(Terminal terminal, CancellationToken stop)
    {
        var command = new Command("predict", "Says what a model says of new rows or images.")
        {
            ModelCommands.Model, Data, Set, To, CommonOptions.Log, CommonOptions.Json, CommonOptions.Verbosity,
        };
        command.SetAction(parsed => new Session(parsed, terminal, stop).Run(session => Predict(session, parsed)));
        return command;
    }

    private static RunEnded Predict(Session session, ParseResult parsed)
    {
        var (data, set) = (parsed.GetValue(Data), parsed.GetValue(Set) ?? []);
        if (data is null == (set.Length == 0))
        {
            throw new UsageException(
                "predict is followed by a model and either a file, or --set NAME=VALUE for each column of one row.");
        }

        var model = TrainedModel.Load(parsed.GetValue(ModelCommands.Model)!);
        model.Told = finding => session.Feed.Publish(new Found(finding));
        var predictions = data is not null ? model.Predict(data) : [model.Predict(Values(session, model.Recipe, set))];
        var path = parsed.GetValue(To);
        if (path is null)
        {
            foreach (var prediction in Until(session, predictions)) session.Feed.Publish(new RowPredicted(prediction));
            return Session.Done();
        }

        var count = 0;
        WholeFile.Write(path, beside =>
        {
            using var file = new StreamWriter(beside);
            file.WriteLine(PredictionTable.Header(model.Recipe));
            foreach (var prediction in Until(session, predictions))
            {
                file.WriteLine(PredictionTable.Row(model.Recipe, prediction));
                count++;
            }
        });
        session.Feed.Publish(new FileWritten(path, $"{count} predictions"));
        return Session.Done();
    }

    private static IEnumerable<Prediction> Until(Session session, IEnumerable<Prediction> predictions)
    {
        foreach (var prediction in predictions)
        {
            session.Stop.ThrowIfCancellationRequested();
            yield return prediction;
        }
    }

    private static Dictionary<int, string> Values(Session session, Recipe recipe, string[] set)
    {
        if (recipe.Scenario == Scenario.ImageClassification)
            throw new UsageException("--set is for tables; this model takes images: larq predict MODEL IMAGE.");
        var features = recipe.Features.ToArray();
        var values = new Dictionary<int, string>();
        foreach (var text in set)
        {
            // Names may hold = themselves: the longest that fits is meant.
            var column = features.Where(one => text.StartsWith(one.Name + "=", StringComparison.OrdinalIgnoreCase))
                .MaxBy(one => one.Name.Length)
                ?? throw new UsageException(
                    $"--set {text}: there is no such column to predict from. There are "
                    + $"{string.Join(", ", features.Take(30).Select(one => one.Name))}.");
            values[column.Index] = text[(column.Name.Length + 1)..];
        }

        var unset = features.Where(one => !values.ContainsKey(one.Index)).Select(one => one.Name).ToArray();
        if (unset.Length > 0)
            session.Feed.Publish(new Found(new(Severity.Note, $"not set, so missing: {string.Join(", ", unset)}")));
        return values;
    }
}
