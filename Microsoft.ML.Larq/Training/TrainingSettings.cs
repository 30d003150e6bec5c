using Microsoft.ML.Larq.Clusters.Wires;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training.Data;
using Microsoft.ML.Larq.Training.Distilling;
using Microsoft.ML.Larq.Training.Losses;
using Microsoft.ML.Larq.Training.Resuming;

namespace Microsoft.ML.Larq.Training;

/// <summary>Everything training needs to know, already checked.</summary>
internal sealed record TrainingSettings : TrainingChoices
{
    /// <summary>Takes over what the options say; what is worked out from them and the rows is set beside it.</summary>
    public TrainingSettings(TrainingChoices choices)
        : base(choices)
    {
    }

    public required LearningTask Task { get; init; }

    public required TrainingLoss Loss { get; init; }

    public required int Seed { get; init; }

    /// <summary>Who train together.</summary>
    public Ranks Ranks { get; init; } = Ranks.Alone;

    /// <summary>The seed of what each rank draws for itself: rank 0's is the seed.</summary>
    public int OwnSeed => unchecked(Seed + (Ranks.Rank * 15_485_863));

    /// <summary>Whether binary convolutions are trained in bfloat16.</summary>
    public bool BFloat16 { get; init; }

    /// <summary>
    /// What the labels are divided by and moved from; <see cref="LabelScale.None"/> but for regression.
    /// </summary>
    public required LabelScale Labels { get; init; }

    /// <summary>The teacher, and what is learned from it; null for none.</summary>
    public DistillationSettings? Distillation { get; init; }

    /// <summary>What a row's training loss is multiplied by, by its class; null for 1.</summary>
    public float[]? ClassWeights { get; init; }

    /// <summary>
    /// Whether Torch's own generator is seeded for each epoch, because code of the user may draw from it.
    /// </summary>
    public bool DrawsFromTorch { get; init; }

    /// <summary>Where training goes on from, and who keeps its states.</summary>
    public ResumingSettings Resuming { get; init; } = ResumingSettings.None;

    /// <summary>Hears what a person should know before training begins.</summary>
    public Action<TrainingWarning> Warn { get; init; } = _ => { };

    /// <summary>Hears what a person may like to know.</summary>
    public Action<string> Inform { get; init; } = _ => { };

    /// <summary>Throws when training should stop.</summary>
    public required Action CheckAlive { get; init; }
}
