using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Running;
using Microsoft.ML;

namespace Larq.ModelBuilder.Serving.Runs;

/// <summary>What happened in a run; of a model that lay there before, as far as model and data tell it.</summary>
internal static class RunPast
{
    /// <summary>The events that are left.</summary>
    public static async Task<RunEvent[]> Of(ServedRun run, Desk desk, CancellationToken cancellation)
    {
        if (!run.IsBefore || !run.HasModel) return run.Feed.Since(0);
        RunEvent[] events = await desk.Models.Ask(
            run, model => HistoryEvents.Of(model.Model.BinaryNet().History), cancellation);
        return await Judgement(run, desk, cancellation) is { } judgement
            ? [.. events, new ModelJudged(judgement) { Id = events.Length + 1 }]
            : events;
    }

    private static async Task<Judgement?> Judgement(ServedRun run, Desk desk, CancellationToken cancellation)
    {
        if (run.Recipe is not { Classes: { Length: > 0 } classes }) return null;
        try
        {
            _ = (RunData.Path(run, desk), RunData.TestPath(run, desk));
            var judge = new ClassJudge(classes);
            foreach (var row in await desk.Models.Tested(run, cancellation)) judge.Add(row.Actual, row.Scores);
            return judge.Result();
        }
        catch (Exception error) when (error is AskException or DataException or IOException)
        {
            return null;
        }
    }
}
