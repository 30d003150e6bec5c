namespace Microsoft.ML.Larq.Packed;

/// <summary>How one layer was compiled.</summary>
public sealed record PackedLayer
{
    internal PackedLayer(
        string name, string className, bool isPacked, string why, string kernel, long weightBytes,
        long macs)
    {
        (Name, ClassName, IsPacked, Why, Kernel) = (name, className, isPacked, why, kernel);
        (WeightBytes, Macs) = (weightBytes, macs);
    }

    /// <summary>The layer's name.</summary>
    public string Name { get; }

    /// <summary>Keras' name of its class.</summary>
    public string ClassName { get; }

    /// <summary>
    /// Whether it computes with bits, 64 signs to a word and one bit an operand; otherwise with single-precision
    /// numbers.
    /// </summary>
    public bool IsPacked { get; internal init; }

    /// <summary>Why it is so, in words.</summary>
    public string Why { get; internal init; }

    /// <summary>The kernel that computes it; "none" where nothing is computed.</summary>
    public string Kernel { get; internal init; }

    /// <summary>Bytes kept for its weights: packed words, floats and correction sums.</summary>
    public long WeightBytes { get; }

    /// <summary>
    /// Multiply-accumulates a row, as Larq counts them: output pixels × weights of the kernel; border taps count.
    /// </summary>
    public long Macs { get; }
}
