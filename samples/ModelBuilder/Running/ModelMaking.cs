using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Running;

/// <summary>From what is to be trained to the files of a model.</summary>
internal static class ModelMaking
{
    /// <summary>The model's file that is there already, or null.</summary>
    public static string? Existing(string folder, string name) =>
        new[] { ".zip", Recipe.Ending }.Select(ending => Path.Combine(folder, name + ending))
            .FirstOrDefault(File.Exists);

    /// <summary>Trains, and writes the model and its code.</summary>
    /// <param name="request">What is trained.</param>
    /// <param name="code">The code that is written; null for none.</param>
    /// <param name="feed">What happens is told to it.</param>
    /// <param name="stop">Stops it: the best so far is kept.</param>
    /// <exception cref="UsageException">There is no package where the code is to get it from.</exception>
    /// <exception cref="DataException">The rows cannot be learned as they are.</exception>
    /// <exception cref="OperationCanceledException">It was stopped before there was anything to keep.</exception>
    public static RunEnded Make(RunRequest request, CodeChoices? code, RunFeed feed, CancellationToken stop)
    {
        RecipeCheck.Check(request.Recipe);
        if (code is not null) WrittenCode.Given(code);
        Directory.CreateDirectory(request.Folder);
        var ended = new TrainingRun(request, feed).Run(stop);
        if (code is not null) WrittenCode.Write(feed, code, request.Recipe, request.Folder, stop);
        return ended.Status is RunStatus.Done
            ? ended with { Message = $"{ended.Message}. Next: larq predict {request.ModelPath} DATA" }
            : ended;
    }
}
