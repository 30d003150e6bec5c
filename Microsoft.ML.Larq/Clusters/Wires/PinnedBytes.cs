using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Clusters.Wires;

/// <summary>Memory that stays where it is. It grows and never shrinks: the same sums are taken again and again.
/// </summary>
internal struct PinnedBytes
{
    private byte[]? _bytes;

    [MethodImpl(MethodImplOptions.NoInlining)]
    public ArraySegment<byte> Of(int length)
    {
        if (_bytes is null || _bytes.Length < length)
            _bytes = GC.AllocateUninitializedArray<byte>(length, pinned: true);
        return new ArraySegment<byte>(_bytes, 0, length);
    }
}
