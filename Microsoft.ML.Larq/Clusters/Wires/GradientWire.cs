namespace Microsoft.ML.Larq.Clusters;

/// <summary>As what ranks send each other the gradients of a step.</summary>
public enum GradientWire
{
    /// <summary>As they are, in float32.</summary>
    Exact,

    /// <summary>
    /// In bfloat16, rounded to the nearest, ties to even; sums are taken in float32 in the order of the ranks, and
    /// rounded once more.
    /// </summary>
    BFloat16,

    /// <summary>
    /// Of weights of precision 1 (binary kernels) one bit, which way they go by each rank's own rows; the majority
    /// moves them. These need an optimizer that takes nothing but signs, <c>Optimize.Lion</c> or
    /// <c>Optimize.SignSgd</c>; other weights may have any, and their gradients are sent as they are.
    /// </summary>
    OneBit,
}
