using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Packed.Kernels;

/// <summary>Memory that starts at a cache line and never moves, so that no load of a vector takes two lines.</summary>
internal sealed unsafe class AlignedBytes
{
    private const int Line = 64;

    private readonly byte[] _pinned;
    private readonly int _start;

    public AlignedBytes(int length)
    {
        _pinned = GC.AllocateArray<byte>(checked(length + Line), pinned: true);
        _start = (int)(-(nint)Unsafe.AsPointer(ref _pinned[0]) & (Line - 1));
        Length = length;
    }

    public int Length { get; }

    /// <summary>The first byte; valid as long as this object is reachable.</summary>
    public byte* Pointer => (byte*)Unsafe.AsPointer(ref _pinned[_start]);

    public Span<byte> Span => _pinned.AsSpan(_start, Length);
}
