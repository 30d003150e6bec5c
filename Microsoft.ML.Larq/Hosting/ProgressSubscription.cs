using Microsoft.ML.Larq.Progress;

namespace Microsoft.ML.Larq.Hosting;

/// <summary>One listener, and the exceptions that it threw.</summary>
internal sealed class ProgressSubscription(ProgressPump pump, Action<ProgressEvent> listener) : IDisposable
{
    private const int KeptErrors = 8;

    private readonly List<Exception> _errors = [];
    private bool _disposed;

    public void Receive(ProgressEvent progress)
    {
        if (_disposed) return;
        try
        {
            listener(progress);
        }
        catch (Exception error)
        {
            if (_errors.Count < KeptErrors) _errors.Add(error);
        }
    }

    /// <exception cref="AggregateException">The listener threw.</exception>
    public void Dispose()
    {
        if (_disposed) return;
        pump.Remove(this);
        _disposed = true;
        if (_errors.Count > 0) throw new AggregateException("A listener of ML.NET's progress threw.", _errors);
    }
}
