using System.Runtime.ExceptionServices;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary>
/// Keeps the first exception of a backward pass until managed code can be told: libtorch, which calls that pass, lets
/// none through, and the process would end.
/// </summary>
internal sealed class BackwardFault
{
    private ExceptionDispatchInfo? _first;

    /// <summary>Runs a part of the pass; what it throws is kept, and it then has no result.</summary>
    public T? Keep<T>(Func<T> part)
        where T : class
    {
        try
        {
            return part();
        }
        catch (Exception error)
        {
            _ = Interlocked.CompareExchange(ref _first, ExceptionDispatchInfo.Capture(error), null);
            return null;
        }
    }

    /// <summary>Throws what was kept, once.</summary>
    public void Throw()
    {
        if (_first is not null) Interlocked.Exchange(ref _first, null)?.Throw();
    }
}
