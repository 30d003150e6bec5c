namespace Microsoft.ML.Larq.Packed;

/// <summary>
/// The memory in which one row is scored. Operations write every element of a slot before another reads it.
/// </summary>
internal sealed class Arena(int floats, int words, int scratch)
{
    private readonly float[] _floats = new float[floats];
    private readonly ulong[] _words = new ulong[words];
    private readonly ulong[] _scratch = new ulong[scratch];

    /// <summary>Memory that is an operation's own while it runs.</summary>
    public Span<ulong> Scratch => _scratch;

    public Span<float> this[FloatSlot slot] => _floats.AsSpan(slot.Offset, slot.Length);

    public Span<ulong> this[WordSlot slot] => _words.AsSpan(slot.Offset, slot.Length);
}
