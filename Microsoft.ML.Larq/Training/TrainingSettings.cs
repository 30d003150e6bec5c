using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;

namespace Microsoft.ML.Larq.Training;

/// <summary>Everything the loop needs to know, already checked.</summary>
internal sealed record TrainingSettings
{
    public required LearningTask Task { get; init; }

    public required TrainingLoss Loss { get; init; }

    public required OptimizerSpec Optimizer { get; init; }

    public required int Epochs { get; init; }

    public required int BatchSize { get; init; }

    public required int Seed { get; init; }

    public required bool ClipLatentWeights { get; init; }

    public required bool ReestimateBatchNormalization { get; init; }

    /// <summary>Whether binary convolutions are trained in bfloat16.</summary>
    public bool BFloat16 { get; init; }

    /// <summary>Whether flip ratio and gradient flow are measured.</summary>
    public bool LayerMetrics { get; init; } = true;

    /// <summary>The gradient flow of one batch in so many is read.</summary>
    public required int MetricsInterval { get; init; }

    /// <summary>
    /// What the labels are divided by and moved from; <see cref="LabelScale.None"/> but for regression.
    /// </summary>
    public required LabelScale Labels { get; init; }

    /// <summary>Hears what a person should know before training begins.</summary>
    public Action<string> Warn { get; init; } = _ => { };

    /// <summary>Throws when training should stop.</summary>
    public required Action CheckAlive { get; init; }
}
