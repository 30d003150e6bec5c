using Microsoft.ML.Larq.Optimizers.Schedules;

namespace Microsoft.ML.Larq.Optimizers;

/// <summary>An optimizer with a learning rate.</summary>
internal abstract class RateOptimizer(Schedule learningRate, IReadOnlyList<TrainedWeight> weights)
    : SingleOptimizer(weights)
{
    public const string RateName = "Learning Rate";

    public override IReadOnlyList<KeyValuePair<string, double>> Rates => [new(RateName, LearningRate)];

    /// <summary>η of this step.</summary>
    protected double LearningRate { get; private set; }

    protected override void Prepare(ScheduleTime time) => LearningRate = learningRate.At(time) * RateFactor;
}
