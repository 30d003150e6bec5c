using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Training.Augmentation;
using Microsoft.ML.Larq.Training.Data;
using Microsoft.ML.Larq.Training.Losses;
using Microsoft.ML.Larq.Training.Measures;
using Microsoft.ML.Larq.Training.Sharing;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training;

/// <summary>What a training is made of, each part of what it reads of the settings.</summary>
internal sealed class TrainingParts
{
    public TrainingParts(
        NetworkModule network, IStepLoss loss, WeightOptimizer optimizer, TrainedWeight[] weights,
        TrainingSettings settings, RowCache rows, RowCache? validation, Device device)
    {
        Network = network;
        Loss = loss;
        Optimizer = optimizer;
        Weights = weights;
        Metric = TaskMetric.For(settings.Task, settings.Labels.Unit, settings.Labels.Deviation == 0);
        var batching = new Batching(settings.BatchSize, settings.Labels, device, settings.Seed);
        Rows = new BatchFeed(
            rows, settings.BatchSize, settings.Labels, device,
            new Augmenter(settings.Augmentation, network.Definition.InputShape, settings.Seed), settings.Ranks);
        Validation = validation is null
            ? null
            : new Evaluation(
                network, batching.UpTo(settings.BatchSize, validation), settings.Loss, Metric, settings.CheckAlive,
                settings.Ranks);
        Reestimation = settings.ReestimateBatchNormalization
            ? new Reestimation(network, batching, rows, settings.CheckAlive, settings.Ranks)
            : null;
        var measuring = settings.Measuring;
        var mismatch = measuring.GradientProbeInterval == 0
            ? null
            : new GradientProbe(
                network, batching.Mixed(rows), settings.Loss, measuring.GradientProbeBatches, settings.CheckAlive);
        Measures = new LayerMeasures(
            network, measuring, optimizer.Latent, mismatch, isValidated: validation is not null, settings.Epochs);
        Sharing = new SharedTraining(
            settings.Ranks, network, weights,
            StepVotes.Of(settings.Ranks, optimizer, settings.GradientClipping), optimizer);
    }

    public NetworkModule Network { get; }

    /// <summary>The rows that are trained on.</summary>
    public BatchFeed Rows { get; }

    public IStepLoss Loss { get; }

    public WeightOptimizer Optimizer { get; }

    /// <summary>The weights that it changes.</summary>
    public TrainedWeight[] Weights { get; }

    /// <summary>What is counted beside the loss.</summary>
    public TaskMetric Metric { get; }

    /// <summary>Null where there are no rows to validate on.</summary>
    public Evaluation? Validation { get; }

    /// <summary>Null where statistics are not re-estimated.</summary>
    public Reestimation? Reestimation { get; }

    public LayerMeasures Measures { get; }

    /// <summary>What is done together with the other ranks.</summary>
    public SharedTraining Sharing { get; }

    /// <summary>Begins an epoch: nothing is measured in it yet.</summary>
    public void BeginEpoch()
    {
        Loss.Reset();
        Measures.Reset();
        Network.train();
    }
}
