using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Recipes;

namespace Larq.ModelBuilder.Running;

/// <summary>Looks at data and makes of it what is to be trained; tells a feed what it sees.</summary>
/// <param name="feed">The feed.</param>
/// <param name="choices">What a person says of the training.</param>
/// <param name="folder">Where the model will lie.</param>
internal sealed class RequestDraft(RunFeed feed, TrainingChoices choices, string folder)
{
    /// <summary>A table.</summary>
    /// <exception cref="UsageException">A column that was named is not there.</exception>
    /// <exception cref="DataException">It cannot be read, or nothing can be learned from it.</exception>
    public RunRequest Table(string path, Scenario scenario, ReadingChoices reading, PlanChoices columns)
    {
        var facts = TableInspection.Of(path, reading);
        if (!facts.IsSound)
        {
            feed.Publish(new DataRead(facts, [.. facts.Columns.Select(TablePlan.Plain)], []));
            facts.RequireSound();
        }

        var plan = TablePlan.Of(facts, scenario, columns);
        feed.Publish(new DataRead(facts, plan.Columns, plan.Classes));
        feed.Tell([.. facts.Findings, .. plan.Findings]);
        var recipe = RecipeDraft.Of(facts, plan, scenario, choices, folder);
        OtherTables.Require(feed, facts, choices);
        return new RunRequest(recipe, folder) { Facts = facts };
    }

    /// <summary>A folder of images.</summary>
    /// <exception cref="DataException">Nothing can be learned from it.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public RunRequest Images(string path, CancellationToken stop)
    {
        var facts = Look(path, stop);
        foreach (var other in new[] { choices.TestDataSet, choices.ValidationDataSet }.OfType<string>())
        {
            var strange = Look(other, stop).Classes.Select(one => one.Name)
                .Except(facts.Classes.Select(one => one.Name), StringComparer.Ordinal).ToArray();
            if (strange.Length > 0)
                throw new DataException($"'{other}' has classes that '{path}' has not: {string.Join(", ", strange)}.");
        }

        return new RunRequest(RecipeDraft.Of(facts, choices, folder), folder) { Images = facts };
    }

    private ImageFacts Look(string path, CancellationToken stop)
    {
        feed.Publish(new StageBegun($"Looking into the images of {path}"));
        var facts = ImageInspection.Of(path, stop);
        feed.Publish(new ImagesRead(facts.Folder, facts.Classes));
        feed.Tell(facts.Findings);
        ImageInspection.Require(facts);
        return facts;
    }
}
