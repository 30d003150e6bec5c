namespace Microsoft.ML.Larq.Packed;

/// <summary>How one layer was compiled.</summary>
public sealed record PackedLayer
{
    internal PackedLayer(
        string name, string className, PackedArithmetic arithmetic, string why, string kernel, long weightBytes,
        long macs)
    {
        (Name, ClassName, Arithmetic, Why, Kernel) = (name, className, arithmetic, why, kernel);
        (WeightBytes, Macs) = (weightBytes, macs);
    }

    /// <summary>The layer's name.</summary>
    public string Name { get; }

    /// <summary>Keras' name of its class.</summary>
    public string ClassName { get; }

    /// <summary>Packed or float.</summary>
    public PackedArithmetic Arithmetic { get; internal init; }

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
