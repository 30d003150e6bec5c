using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Packed.Plan;

/// <summary>Lends things; makes as many as are ever lent at the same time, or were asked for.</summary>
internal sealed class Pool<T>(Func<T> make)
{
    private readonly Stack<T> _free = new();
    private int _made;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public T Rent()
    {
        lock (_free)
        {
            if (_free.TryPop(out var one)) return one;
            _free.EnsureCapacity(++_made);
        }

        return make();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Return(T one)
    {
        lock (_free) _free.Push(one);
    }

    /// <summary>Makes what so many at the same time will need.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Reserve(int count)
    {
        lock (_free)
        {
            for (_free.EnsureCapacity(Math.Max(count, _made)); _made < count; _made++) _free.Push(make());
        }
    }
}
