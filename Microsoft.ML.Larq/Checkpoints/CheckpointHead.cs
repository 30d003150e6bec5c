using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Progress.Facts;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Resuming;

namespace Microsoft.ML.Larq.Checkpoints;

/// <summary>The part of a checkpoint that is no tensor, as JSON.</summary>
internal sealed record CheckpointHead
{
    /// <summary>Numbers keep every bit; NaN and infinities have names.</summary>
    public static JsonSerializerOptions Json { get; } = new()
    {
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public required string Network { get; init; }

    public required IReadOnlyDictionary<string, string> Options { get; init; }

    public required int Seed { get; init; }

    public required int Threads { get; init; }

    public required int Epoch { get; init; }

    public required long Steps { get; init; }

    public required double RateFactor { get; init; }

    public required bool IsStopped { get; init; }

    public required IReadOnlyList<Callback> Callbacks { get; init; }

    public required int Epochs { get; init; }

    public required IReadOnlyList<string> Names { get; init; }

    public required IReadOnlyList<Report> History { get; init; }

    /// <summary>What was known beside the reports, as JSON; null in a checkpoint of an earlier version.</summary>
    public string? Story { get; init; }

    public static CheckpointHead Of(Checkpoint checkpoint)
    {
        var state = checkpoint.State;

        // A value that a callback began to report later is in the last report alone, or in all after its first.
        string[] names = state.History.Count == 0 ? [] : [.. state.History[^1].Values.Select(value => value.Key)];
        return new CheckpointHead
        {
            Network = NetworkJson.Write(checkpoint.Definition),
            Options = checkpoint.Options,
            Seed = checkpoint.Seed,
            Threads = checkpoint.Threads,
            Epoch = state.Epoch,
            Steps = state.Steps,
            RateFactor = state.RateFactor,
            IsStopped = state.IsStopped,
            Callbacks = [.. state.Callbacks.Select(one => new Callback(one.Type, one.State.Numbers.ToDictionary()))],
            Epochs = state.History.Count == 0 ? 0 : state.History[^1].Epochs,
            Names = names,
            History = [.. state.History.Select(report => Report.Of(report, names))],
            Story = state.Story?.ToJson().ToJsonString(),
        };
    }

    /// <exception cref="JsonException">It is no such JSON, or a list or table in it holds null.</exception>
    public static CheckpointHead Read(string json)
    {
        var head = JsonSerializer.Deserialize<CheckpointHead>(json, Json) ?? throw new JsonException("It is null.");
        // Of elements the serializer does not ask whether they may be null.
        RequireWhole(head.Options.Values, nameof(Options));
        RequireWhole(head.Callbacks, nameof(Callbacks));
        RequireWhole(head.Names, nameof(Names));
        RequireWhole(head.History, nameof(History));
        return head;
    }

    private static void RequireWhole<T>(IEnumerable<T?> elements, string name)
        where T : class
    {
        if (elements.Any(element => element is null)) throw new JsonException($"'{name}' has null among its elements.");
    }

    public Checkpoint ToCheckpoint(TrainingState state) =>
        new(NetworkJson.Read(Network), Options, Seed, Threads, state);

    /// <exception cref="FormatException">It cannot be what a training knows.</exception>
    public TrainingStory? ToStory() => Story is null ? null : TrainingStory.FromJson(
        JsonNode.Parse(Story) as JsonObject ?? throw new FormatException("The story is no object."));

    public TrainingProgress[] ToHistory() => [.. History.Select(report => report.ToProgress(Epochs, Names))];

    /// <summary>What a callback remembers, apart from weights.</summary>
    internal sealed record Callback(string Type, IReadOnlyDictionary<string, double> Numbers)
    {
        public (string Type, CallbackState State) ToState(
            string prefix, Func<string, NetworkWeights> weights, IEnumerable<string> tensors)
        {
            var state = new CallbackState();
            foreach (var (name, number) in Numbers) state.Numbers.Add(name, number);
            var sets = tensors.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
                .Select(name => name[prefix.Length..].Split('/')[0]).Distinct();
            foreach (var set in sets) state.Weights.Add(Uri.UnescapeDataString(set), weights($"{prefix}{set}/"));
            return (Type, state);
        }
    }

    /// <summary>What was reported at an epoch's end.</summary>
    internal sealed record Report(int Epoch, int Batch, int Batches, TimeSpan Elapsed, IReadOnlyList<double> Values)
    {
        public static Report Of(TrainingProgress progress, string[] names)
        {
            var values = progress.Values.ToDictionary(StringComparer.Ordinal);
            return new(
                progress.Epoch, progress.Batch, progress.Batches, progress.Elapsed,
                [.. names.Select(name => values.GetValueOrDefault(name, double.NaN))]);
        }

        public TrainingProgress ToProgress(int epochs, IReadOnlyList<string> names) => new()
        {
            Epoch = Epoch,
            Epochs = epochs,
            Batch = Batch,
            Batches = Batches,
            EpochCompleted = true,
            Elapsed = Elapsed,
            Values = [.. names.Zip(Values, KeyValuePair.Create)],
        };
    }
}
