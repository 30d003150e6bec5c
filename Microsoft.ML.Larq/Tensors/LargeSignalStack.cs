namespace Microsoft.ML.Larq.Tensors;

/// <summary>An alternate stack for signals, and below it a page that stops what overflows it.</summary>
/// <remarks>
/// It belongs to a thread that may take a signal until its very end, later than any managed code can see. So the
/// finalizer, which runs when the thread's own reference is gone, looks whether the system still knows the thread.
/// </remarks>
internal sealed class LargeSignalStack
{
    private readonly nuint _mapping;
    private readonly nuint _size;
    private readonly long _thread;

    private LargeSignalStack(nuint mapping, nuint size)
    {
        _mapping = mapping;
        _size = size;
        _thread = Linux.CurrentThread;
    }

    ~LargeSignalStack()
    {
        if (Linux.IsAlive(_thread)) GC.ReRegisterForFinalize(this);
        else Linux.Unmap(_mapping, _size);
    }

    /// <summary>Installs one on the current thread; null where the system refuses it.</summary>
    /// <param name="room">Its bytes, a multiple of the page, which the guard is not part of.</param>
    public static LargeSignalStack? Install(nuint room)
    {
        var guard = (nuint)Environment.SystemPageSize;
        if (Linux.Map(room + guard) is not { } mapping) return null;
        if (Linux.Protect(mapping, guard)
            && Linux.SetSignalStack(new Linux.Stack { Start = mapping + guard, Size = room }, out _))
            return new LargeSignalStack(mapping, room + guard);
        Linux.Unmap(mapping, room + guard);
        return null;
    }
}
