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
        foreach (var ending in (string[])[".zip", Recipe.Ending])
        {
            var path = Path.Combine(folder, name + ending);
            if (File.Exists(path))
            {
                throw new UsageException(
                    $"'{path}' is there already: --force replaces it, --name NAME or --output FOLDER put the new one "
                    + "elsewhere.");
            }
        }
    }

    /// <summary>Trains, unless it is only to be said what would be done.</summary>
    public static RunEnded Train(Session session, ParseResult parsed, RunRequest asked)
    {
        var request = TrainingOptions.With(parsed, asked);
        RecipeCheck.Check(request.Recipe);
        CodeOutputs.Require(parsed);
        if (parsed.GetValue(TrainingOptions.DryRun))
        {
            return Session.Done(
                $"Nothing was trained (--dry-run). It would write {request.ModelPath}, {request.RecipePath} and "
                + $"{request.ReportPath}.");
        }

        Directory.CreateDirectory(request.Folder);
        var ended = new TrainingRun(request, session.Feed).Run(session.Stop);
        CodeOutputs.Write(session, parsed, request.Recipe, request.Folder);
        return ended.Status is RunStatus.Done
            ? ended with { Message = $"{ended.Message}. Next: larq predict {request.ModelPath} DATA" }
            : ended;
    }
}
