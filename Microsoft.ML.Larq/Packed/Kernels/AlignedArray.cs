using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Packed.Kernels;

/// <summary>Memory that starts at a cache line and never moves, so that no load of a vector takes two lines.</summary>
internal sealed unsafe class AlignedArray<T>
    where T : unmanaged
{
    private const int Line = 64;

    private readonly T[] _pinned;
    private readonly int _start;

    public AlignedArray(int length)
    {
        _pinned = GC.AllocateArray<T>(checked(length + PerLine), pinned: true);
        var bytes = (int)(-(nint)Unsafe.AsPointer(ref _pinned[0]) & (Line - 1));
        _start = bytes / sizeof(T);
        Length = length;
    }

    /// <summary>Elements that fill a cache line.</summary>
    public static int PerLine => Line / sizeof(T);

    public int Length { get; }

    /// <summary>The first element; valid as long as this object is reachable.</summary>
    public T* Pointer => (T*)Unsafe.AsPointer(ref _pinned[_start]);

    public Span<T> Span => _pinned.AsSpan(_start, Length);
}
