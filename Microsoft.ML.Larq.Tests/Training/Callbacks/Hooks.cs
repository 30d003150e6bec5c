using Microsoft.ML.Larq.Training;

namespace Microsoft.ML.Larq.Tests.Training.Callbacks;

/// <summary>A callback made of functions.</summary>
internal sealed class Hooks : TrainingCallback
{
    public Action<TrainingContext> TrainBegin { get; init; } = _ => { };

    public Action<TrainingContext> TrainEnd { get; init; } = _ => { };

    public Action<TrainingContext> EpochBegin { get; init; } = _ => { };

    public Action<TrainingContext> EpochEnd { get; init; } = _ => { };

    public Action<TrainingContext> BatchBegin { get; init; } = _ => { };

    public Action<TrainingContext> BatchEnd { get; init; } = _ => { };

    public override void OnTrainBegin(TrainingContext training) => TrainBegin(training);

    public override void OnTrainEnd(TrainingContext training) => TrainEnd(training);

    public override void OnEpochBegin(TrainingContext training) => EpochBegin(training);

    public override void OnEpochEnd(TrainingContext training) => EpochEnd(training);

    public override void OnBatchBegin(TrainingContext training) => BatchBegin(training);

    public override void OnBatchEnd(TrainingContext training) => BatchEnd(training);
}

/// <summary>Writes down which methods were called.</summary>
internal sealed class Recorder(List<string> calls, string name) : TrainingCallback
{
    public Action<string> Heard { get; init; } = _ => { };

    public override void OnTrainBegin(TrainingContext training) => Add("train begin");

    public override void OnTrainEnd(TrainingContext training) => Add("train end");

    public override void OnEpochBegin(TrainingContext training) => Add("epoch begin");

    public override void OnEpochEnd(TrainingContext training) => Add("epoch end");

    public override void OnBatchBegin(TrainingContext training) => Add("batch begin");

    public override void OnBatchEnd(TrainingContext training) => Add("batch end");

    private void Add(string call)
    {
        calls.Add($"{name} {call}");
        Heard(call);
    }
}
