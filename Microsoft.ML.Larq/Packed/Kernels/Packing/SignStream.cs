using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Packed.Kernels.Packing;

/// <summary>
/// Joins signs that come up to eight at a time: they wait among less than 56, of which seven bytes are written, as a
/// whole word, whenever there are so many.
/// </summary>
/// <param name="to">Where they go, with room for a whole word at the end.</param>
internal unsafe struct SignStream(byte* to)
{
    private const int Written = 56;

    private byte* _next = to;
    private ulong _waiting;
    private int _count;

    /// <summary>Adds signs.</summary>
    /// <param name="signs">The lowest bits; those above are 0.</param>
    /// <param name="count">How many, up to 8.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(ulong signs, int count)
    {
        _waiting |= signs << _count;
        _count += count;
        if (_count < Written) return;
        *(ulong*)_next = _waiting & ((1UL << Written) - 1);
        _next += Written / 8;
        (_waiting, _count) = (_waiting >> Written, _count - Written);
    }

    /// <summary>Writes those that wait.</summary>
    public readonly void End()
    {
        if (_count > 0) *(ulong*)_next = _waiting;
    }
}
