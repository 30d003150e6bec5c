using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Callbacks;

/// <summary>Calls the callbacks of one training, in their order.</summary>
internal sealed class CallbackList : IDisposable
{
    private readonly TrainingCallback[] _callbacks;
    private readonly TrainingCallback[] _afterReports;
    private readonly Action<TrainingContext>? _follow;

    /// <param name="callbacks">The callbacks.</param>
    /// <param name="run">The training.</param>
    /// <param name="follow">Called after each call, where other ranks have to do what callbacks did.</param>
    public CallbackList(
        IEnumerable<TrainingCallback> callbacks, ITrainingRun run, Action<TrainingContext>? follow = null)
    {
        _follow = follow;
        _callbacks = [.. callbacks.Select(callback => callback.ForRun()).OrderBy(callback => callback.ComesLast)];
        var measured = run.Measure().Values.Select(value => value.Key).ToHashSet(StringComparer.Ordinal);
        _afterReports = [.. _callbacks.OrderBy(one => one.ComesLast ? 2 : one.WatchesAReport(measured) ? 1 : 0)];
        Context = new TrainingContext(run)
        {
            MayReport = _callbacks.Any(one => one.GetType().Assembly != typeof(TrainingCallback).Assembly),
        };
    }

    public TrainingContext Context { get; }

    public void TrainBegin() => Call(_afterReports, static (callback, context) => callback.OnTrainBegin(context));

    public void TrainEnd() => Call(_callbacks, static (callback, context) => callback.OnTrainEnd(context));

    public void EpochBegin() => Call(_callbacks, static (callback, context) => callback.OnEpochBegin(context));

    public void EpochEnd() => Call(_afterReports, static (callback, context) => callback.OnEpochEnd(context));

    public void BatchBegin() => Call(_callbacks, static (callback, context) => callback.OnBatchBegin(context));

    public void BatchEnd() => Call(_callbacks, static (callback, context) => callback.OnBatchEnd(context));

    /// <summary>What the callbacks remember, with the names of their types.</summary>
    public (string Type, CallbackState State)[] Save() =>
    [
        .. from callback in _callbacks
           let state = StateOf(callback)
           where !state.IsEmpty
           select (callback.GetType().FullName!, state),
    ];

    /// <summary>Gives what was remembered to the callbacks of the same types, in their order.</summary>
    /// <exception cref="ArgumentException">There is no callback of such a type.</exception>
    public void Load(IEnumerable<(string Type, CallbackState State)> states)
    {
        var left = _callbacks.ToList();
        foreach (var (type, state) in states)
        {
            var callback = left.Find(one => one.GetType().FullName == type) ?? throw new ArgumentException(
                $"Option Callbacks: the checkpoint holds what a {type} remembers; there is none"
                + $"{(_callbacks.Any(one => one.GetType().FullName == type) ? " left" : "")} among the callbacks.");
            left.Remove(callback);
            callback.Load(state);
        }
    }

    public void Dispose() => Context.Close();

    private static CallbackState StateOf(TrainingCallback callback)
    {
        var state = new CallbackState();
        callback.Save(state);
        return state;
    }

    private void Call(TrainingCallback[] callbacks, Action<TrainingCallback, TrainingContext> hook)
    {
        Context.Refresh();
        if (callbacks.Length > 0) Run(callbacks, hook);
        _follow?.Invoke(Context);
    }

    private void Run(TrainingCallback[] callbacks, Action<TrainingCallback, TrainingContext> hook)
    {

        // Tensors that a callback makes and forgets are gone when it returns, and modes that it leaves on are off.
        using var scope = NewDisposeScope();
        using var mode = inference_mode(false);
        using var noGrad = no_grad();
        foreach (var callback in callbacks) hook(callback, Context);
    }
}
