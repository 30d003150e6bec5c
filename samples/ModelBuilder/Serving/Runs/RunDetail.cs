using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Recipes;
using Larq.ModelBuilder.Running;

namespace Larq.ModelBuilder.Serving.Runs;

/// <summary>All of a run.</summary>
internal sealed record RunDetail
{
    public required RunSummary Summary { get; init; }

    /// <summary>What it was made from; null as long as the data are looked at.</summary>
    public Recipe? Settings { get; init; }

    public TrainerScore[] Trainers { get; init; } = [];

    public Judgement? Judgement { get; init; }

    public ColumnsWeighed? Importance { get; init; }

    /// <summary>What lies there of the run, from its folder.</summary>
    public RunFile[] Files { get; init; } = [];

    public string[] Warnings { get; init; } = [];

    public Finding[] Findings { get; init; } = [];

    /// <summary>Each value of the training by its name, a number an epoch.</summary>
    public IReadOnlyDictionary<string, double?[]> Curves { get; init; } = new Dictionary<string, double?[]>();

    /// <summary>All of a run, of what happened in it.</summary>
    public static RunDetail Of(ServedRun run, RunEvent[] events)
    {
        return new RunDetail
        {
            Summary = RunSummary.Of(run),
            Settings = run.Recipe,
            Trainers = [.. events.OfType<TrainerScored>().Select(one => one.Score)],
            Judgement = events.OfType<ModelJudged>().LastOrDefault()?.Judgement,
            Importance = events.OfType<ColumnsWeighed>().LastOrDefault(),
            Files = RunFiles.Told(run),
            Warnings = [.. events.OfType<TrainingWarned>().Select(one => one.Message)],
            Findings = [.. events.OfType<Found>().Select(one => one.Finding)],
            Curves = Of([.. events.OfType<TrainingAdvanced>().Where(one => one.EpochCompleted)]),
        };
    }

    private static Dictionary<string, double?[]> Of(TrainingAdvanced[] epochs) => epochs
        .SelectMany(epoch => epoch.Values.Keys).Distinct()
        .ToDictionary(name => name, name => epochs.Select(epoch => epoch.Values.GetValueOrDefault(name)).ToArray());
}
