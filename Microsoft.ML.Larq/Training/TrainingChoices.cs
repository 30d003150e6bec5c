using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Training.Measures;

namespace Microsoft.ML.Larq.Training;

/// <summary>
/// What options say of a training and training takes over as it is. The trainer's options keep their values here, and
/// check them; a default stands here alone.
/// </summary>
internal record TrainingChoices
{
    public OptimizerSpec Optimizer { get; init; } = Optimize.Adam(Schedule.Cosine(0.005f));

    public int Epochs { get; init; } = 40;

    /// <summary>Rows a step; as many as there are rows, or more, are one step an epoch.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>Bounds gradients; null for none.</summary>
    public GradientClipping? GradientClipping { get; init; }

    /// <summary>Whether binary kernels without a constraint are clipped to their quantizers' windows.</summary>
    public bool ClipLatentWeights { get; init; } = true;

    public bool ReestimateBatchNormalization { get; init; } = true;

    /// <summary>Changes the images that are trained on; fits their shape.</summary>
    public IReadOnlyList<ImageAugmentation> Augmentation { get; init; } = [];

    /// <summary>What is measured of the layers.</summary>
    public MeasuringChoices Measuring { get; init; } = new();

    /// <summary>What becomes of a training that is cancelled.</summary>
    public CancellationBehavior OnCancellation { get; init; }

    /// <summary>Who is called while training runs.</summary>
    public IReadOnlyList<TrainingCallback> Callbacks { get; init; } = [];
}
