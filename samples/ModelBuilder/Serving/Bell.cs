namespace Larq.ModelBuilder.Serving;

/// <summary>Wakes all who wait for something new; who rings it waits for nobody.</summary>
internal sealed class Bell
{
    private TaskCompletionSource _next = Fresh();

    /// <summary>Done at the next ring. Take it before looking whether there is something new.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Ring() => Interlocked.Exchange(ref _next, Fresh()).TrySetResult();

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
