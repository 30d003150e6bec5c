namespace Microsoft.ML.Larq.Packed;

/// <summary>How one layer was compiled.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="ClassName">Keras' name of its class.</param>
/// <param name="Arithmetic">Packed or float.</param>
/// <param name="Why">Why it is so, in words.</param>
/// <param name="Kernel">The kernel that computes it; "none" where nothing is computed.</param>
/// <param name="WeightBytes">Bytes kept for its weights: packed words, floats and correction sums.</param>
/// <param name="Macs">
/// Multiply-accumulates a row, as Larq counts them: output pixels × weights of the kernel; border taps count.
/// </param>
public sealed record PackedLayer(
    string Name,
    string ClassName,
    PackedArithmetic Arithmetic,
    string Why,
    string Kernel,
    long WeightBytes,
    long Macs)
{
    /// <summary>The layer's name.</summary>
    public string Name
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Name));
    } = Name ?? throw new ArgumentNullException(nameof(Name));

    /// <summary>Keras' name of its class.</summary>
    public string ClassName
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(ClassName));
    } = ClassName ?? throw new ArgumentNullException(nameof(ClassName));

    /// <summary>Packed or float.</summary>
    public PackedArithmetic Arithmetic
    {
        get;
        init => field = Defined(value);
    } = Defined(Arithmetic);

    /// <summary>Why it is so, in words.</summary>
    public string Why
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Why));
    } = Why ?? throw new ArgumentNullException(nameof(Why));

    /// <summary>The kernel that computes it; "none" where nothing is computed.</summary>
    public string Kernel
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Kernel));
    } = Kernel ?? throw new ArgumentNullException(nameof(Kernel));

    private static PackedArithmetic Defined(PackedArithmetic value) => Enum.IsDefined(value)
        ? value
        : throw new ArgumentOutOfRangeException(
            nameof(Arithmetic), value, $"Arithmetic is Packed or Float, got {value}.");
}
