using Larq.ModelBuilder.Recipes;
using Larq.ModelBuilder.Running;

namespace Larq.ModelBuilder.Serving;

/// <summary>A project, and how it is to be trained.</summary>
internal sealed record TrainingAsk : Project
{
    /// <summary>The model's name; null: as the data is called.</summary>
    public string? Name { get; init; }

    public string? Preset { get; init; }

    public int? Epochs { get; init; }

    public double? Seconds { get; init; }

    public int? Seed { get; init; }

    /// <summary>Whether LightGBM is trained beside it.</summary>
    public bool? Compare { get; init; }

    public bool? Importance { get; init; }

    /// <summary>Whether a project that answers over HTTP is written.</summary>
    public bool? Api { get; init; }

    /// <summary>Whether a model of this name is replaced.</summary>
    public bool? Overwrite { get; init; }

    /// <summary>The part of the rows to test on.</summary>
    public double? TestShare { get; init; }

    /// <summary>The same for a recipe.</summary>
    /// <exception cref="AskException">Something is out of bounds.</exception>
    public TrainingChoices Choices() => new()
    {
        Name = Name is "" ? null : Name,
        SplitRatio = Within(TestShare ?? 0.2, share => share is > 0 and < 1, "testShare is above 0 and below 1"),
        Preset = Within(Preset ?? Presets.Good, Presets.All.Contains, $"preset is {string.Join(", ", Presets.All)}"),
        Seed = Within(Seed ?? 1, seed => seed >= 0, "seed is at least 0"),
        Epochs = Epochs is { } epochs ? Within(epochs, number => number >= 1, "epochs are at least 1") : null,
        TrainSeconds = Seconds is { } seconds
            ? Within(seconds, number => number is > 0 and < 1e7, "seconds are above 0 and below 10,000,000")
            : null,
    };

    private static T Within<T>(T value, Func<T, bool> holds, string bounds) =>
        holds(value) ? value : throw AskException.Bad(FormattableString.Invariant($"{bounds}, got {value}."));
}
