using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Hosting;

/// <summary>Fetches the progress of one context on a timer, while anyone listens, and hands it to all who do.</summary>
internal sealed class ProgressPump(ProgressSource source)
{
    // Held while fetching and delivering: order is kept, and nobody is called after their Dispose returned.
    private readonly Lock _gate = new();
    private readonly List<ProgressSubscription> _listeners = [];
    private Timer? _timer;
    private bool _delivering;

    public IDisposable Add(Action<ProgressEvent> listener, TimeSpan period)
    {
        lock (_gate)
        {
            // What was reported before belongs to the others, or to nobody.
            Deliver();
            var subscription = new ProgressSubscription(this, listener);
            _listeners.Add(subscription);
            _timer ??= new Timer(_ => Tick(), null, period, period);
            return subscription;
        }
    }

    /// <summary>Delivers what is left, then lets the subscription go.</summary>
    public void Remove(ProgressSubscription subscription)
    {
        lock (_gate)
        {
            Deliver();
            _listeners.Remove(subscription);
            if (_listeners.Count > 0) return;
            _timer?.Dispose();
            _timer = null;
        }
    }

    // A tick that finds the last one still at work has nothing to do.
    private void Tick()
    {
        if (!_gate.TryEnter()) return;
        try
        {
            Deliver();
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void Deliver()
    {
        // A listener may subscribe or unsubscribe while it is called; delivering from there would mix up the order.
        if (_delivering) return;
        _delivering = true;
        try
        {
            var events = source.Drain();
            foreach (var listener in _listeners.ToArray())
            {
                foreach (var one in events) listener.Receive(one);
            }
        }
        finally
        {
            _delivering = false;
        }
    }
}
