using Microsoft.ML.Larq.Optimizers.Schedules;

namespace Microsoft.ML.Larq.Optimizers;

/// <summary>An optimizer with a learning rate, and other hyperparameters that may have schedules.</summary>
internal abstract class RateOptimizer(Schedule learningRate, IReadOnlyList<TrainedWeight> weights)
    : SingleOptimizer(weights)
{
    public const string RateName = "Learning Rate";

    private readonly List<Dial> _dials = [];

    public override IReadOnlyList<KeyValuePair<string, double>> Rates =>
    [
        .. Scheduled.Select(dial => KeyValuePair.Create(dial.Hyperparameter.Name, dial.Value)),
        new(RateName, LearningRate),
    ];

    /// <summary>η of this step.</summary>
    protected double LearningRate { get; private set; }

    protected override IReadOnlyList<OptimizerSetting> Settings =>
    [
        new(RateName, learningRate, DefaultRate),
        .. Scheduled.Select(dial => new OptimizerSetting(
            dial.Hyperparameter.Name, dial.Hyperparameter.Schedule, dial.Hyperparameter.Default)),
    ];

    /// <summary>η where nobody says it.</summary>
    protected abstract Schedule DefaultRate { get; }

    private IEnumerable<Dial> Scheduled => _dials.Where(dial => dial.Hyperparameter.Constant is null);

    /// <summary>A dial that is turned to each step.</summary>
    protected Dial Follow(Hyperparameter hyperparameter)
    {
        var dial = new Dial(hyperparameter);
        _dials.Add(dial);
        return dial;
    }

    protected override void Prepare(ScheduleTime time)
    {
        LearningRate = learningRate.At(time) * RateFactor;
        foreach (var dial in _dials) dial.Turn(time, Steps);
    }
}
