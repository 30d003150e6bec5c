namespace Microsoft.ML.Larq.Packed;

/// <summary>
/// The memory in which one row is scored. Operations write every element of a slot before another reads it.
/// </summary>
internal sealed class Arena(int floats, int words)
{
    private readonly float[] _floats = new float[floats];
    private readonly ulong[] _words = new ulong[words];

    public Span<float> this[FloatSlot slot] => _floats.AsSpan(slot.Offset, slot.Length);

    public Span<ulong> this[WordSlot slot] => _words.AsSpan(slot.Offset, slot.Length);
}
