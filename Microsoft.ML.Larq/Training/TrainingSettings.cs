using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Training.Data;
using Microsoft.ML.Larq.Training.Distilling;
using Microsoft.ML.Larq.Training.Losses;
using Microsoft.ML.Larq.Training.Resuming;

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

    /// <summary>The gradient mismatch of one epoch in so many is measured; 0 is none.</summary>
    public int GradientProbeInterval { get; init; }

    /// <summary>Batches that a probe of the gradient takes.</summary>
    public int GradientProbeBatches { get; init; } = 4;

    /// <summary>
    /// What the labels are divided by and moved from; <see cref="LabelScale.None"/> but for regression.
    /// </summary>
    public required LabelScale Labels { get; init; }

    /// <summary>Bounds gradients; null for none.</summary>
    public GradientClipping? GradientClipping { get; init; }

    /// <summary>The teacher, and what is learned from it; null for none.</summary>
    public DistillationSettings? Distillation { get; init; }

    /// <summary>What a row's training loss is multiplied by, by its class; null for 1.</summary>
    public float[]? ClassWeights { get; init; }

    /// <summary>Changes the images that are trained on; fits their shape.</summary>
    public IReadOnlyList<ImageAugmentation> Augmentation { get; init; } = [];

    /// <summary>What becomes of a training that <see cref="CheckAlive"/> stops.</summary>
    public CancellationBehavior OnCancellation { get; init; }

    /// <summary>Who is called while training runs.</summary>
    public IReadOnlyList<TrainingCallback> Callbacks { get; init; } = [];

    /// <summary>
    /// Whether Torch's own generator is seeded for each epoch, because code of the user may draw from it.
    /// </summary>
    public bool DrawsFromTorch { get; init; }

    /// <summary>
    /// Keeps the state after an epoch; false where that failed and is to be tried again after the next. Null for none.
    /// </summary>
    public Func<TrainingState, bool>? Keep { get; init; }

    /// <summary>The state is kept after every so many epochs, and after the last.</summary>
    public int KeepInterval { get; init; } = 1;

    /// <summary>Where training goes on from; null to begin.</summary>
    public TrainingState? Resume { get; init; }

    /// <summary>Hears what a person should know before training begins.</summary>
    public Action<string> Warn { get; init; } = _ => { };

    /// <summary>Hears what a person may like to know.</summary>
    public Action<string> Inform { get; init; } = _ => { };

    /// <summary>Throws when training should stop.</summary>
    public required Action CheckAlive { get; init; }
}
