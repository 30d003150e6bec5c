using Larq.ModelBuilder.Recipes;
using Larq.ModelBuilder.Running;

namespace Larq.ModelBuilder.Serving.Runs;

/// <summary>A run in a line.</summary>
internal sealed record RunSummary
{
    public required int Run { get; init; }

    public required string Name { get; init; }

    public required Scenario Scenario { get; init; }

    /// <summary>Running, or how it ended.</summary>
    public required string Status { get; init; }

    /// <summary>The end, in words; null while it runs.</summary>
    public string? Message { get; init; }

    public required DateTimeOffset Started { get; init; }

    public double? Seconds { get; init; }

    /// <summary>The measure that counts.</summary>
    public string? Main { get; init; }

    public double? Score { get; init; }

    /// <summary>What is compared with a guess.</summary>
    public double? Worth { get; init; }

    public long? Bytes { get; init; }

    /// <summary>Passes over the rows that were made, or asked for.</summary>
    public int? Epochs { get; init; }

    public string? Preset { get; init; }

    public int? Seed { get; init; }

    public string? Data { get; init; }

    /// <summary>Whether it was there before this server was started: its epochs are not known.</summary>
    public bool Before { get; init; }

    /// <summary>Whether a later run has written its model in this one's place.</summary>
    public bool Replaced { get; init; }

    public static RunSummary Of(ServedRun run)
    {
        var events = run.Feed.Since(0);
        var ended = events.OfType<RunEnded>().LastOrDefault();
        var (before, judgement) = (run.IsBefore ? run.Recipe!.Runs.LastOrDefault() : null,
            events.OfType<ModelJudged>().LastOrDefault()?.Judgement);
        return new RunSummary
        {
            Run = run.Number,
            Name = run.Name,
            Scenario = run.Scenario,
            Status = run.IsBefore ? Word(RunStatus.Done) : ended is null ? "running" : Word(ended.Status),
            Message = ended?.Message,
            Started = run.Started,
            Seconds = before?.Seconds ?? (events is [.., var last] ? last.Seconds : null),
            Main = judgement?.Main ?? before?.Metric,
            Score = judgement?.Score ?? before?.Score,
            Worth = judgement?.Worth,
            Bytes = before?.Bytes ?? events.OfType<TrainerScored>()
                .LastOrDefault(one => one.Score.Trainer == TrainingRun.Network)?.Score.Bytes,
            Epochs = events.OfType<TrainingAdvanced>().LastOrDefault(one => one.EpochCompleted)?.Epoch
                ?? run.Recipe?.Epochs,
            Preset = run.Recipe?.Network ?? run.Ask?.Preset ?? Presets.Good,
            Seed = run.Recipe?.Seed ?? run.Ask?.Seed,
            Data = run.Ask?.Path ?? run.Recipe?.DataSet,
            Before = run.IsBefore,
            Replaced = run.IsReplaced,
        };
    }

    private static string Word(RunStatus status) =>
        System.Text.Json.JsonNamingPolicy.CamelCase.ConvertName(status.ToString());
}
