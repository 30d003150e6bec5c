using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training;

/// <summary>Calls the callbacks of one training, in their order.</summary>
internal sealed class CallbackList : IDisposable
{
    private readonly TrainingCallback[] _callbacks;

    public CallbackList(IEnumerable<TrainingCallback> callbacks, ITrainingRun run)
    {
        _callbacks = [.. callbacks.Select(callback => callback.ForRun())];
        Context = new TrainingContext(run);
    }

    public TrainingContext Context { get; }

    public void TrainBegin() => Call(static (callback, context) => callback.OnTrainBegin(context));

    public void TrainEnd() => Call(static (callback, context) => callback.OnTrainEnd(context));

    public void EpochBegin() => Call(static (callback, context) => callback.OnEpochBegin(context));

    public void EpochEnd() => Call(static (callback, context) => callback.OnEpochEnd(context));

    public void BatchBegin() => Call(static (callback, context) => callback.OnBatchBegin(context));

    public void BatchEnd() => Call(static (callback, context) => callback.OnBatchEnd(context));

    public void Dispose() => Context.Close();

    private void Call(Action<TrainingCallback, TrainingContext> hook)
    {
        Context.Refresh();
        if (_callbacks.Length == 0) return;

        // Tensors that a callback makes and forgets are gone when it returns.
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var callback in _callbacks) hook(callback, Context);
    }
}
