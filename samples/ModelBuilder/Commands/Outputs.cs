using System.CommandLine;
using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Recipes;
using Larq.ModelBuilder.Running;

namespace Larq.ModelBuilder.Commands;

/// <summary>What the commands that train have in common: their files, and the dry run.</summary>
internal static class Outputs
{
    /// <exception cref="UsageException">There is a model of that name, and nobody said to replace it.</exception>
    public static void RequireFree(string folder, string name, ParseResult parsed)
    {
        if (parsed.GetValue(CommonOptions.Force) || parsed.GetValue(TrainingOptions.DryRun)) return;
        if (ModelMaking.Existing(folder, name) is { } path)
        {
            throw new UsageException(
                $"'{path}' is there already: --force replaces it, --name NAME or --output FOLDER put the new one "
                + "elsewhere.");
        }
    }

    /// <summary>Trains, unless it is only to be said what would be done.</summary>
    public static RunEnded Train(Session session, ParseResult parsed, RunRequest asked)
    {
        var request = TrainingOptions.With(parsed, asked);
        RecipeCheck.Check(request.Recipe);
        var code = CodeOutputs.Choices(parsed);
        if (parsed.GetValue(TrainingOptions.DryRun))
        {
            return Session.Done(
                $"Nothing was trained (--dry-run). It would write {request.ModelPath}, {request.RecipePath} and "
                + $"{request.ReportPath}.");
        }

        return ModelMaking.Make(request, code, session.Feed, session.Stop);
    }
}
