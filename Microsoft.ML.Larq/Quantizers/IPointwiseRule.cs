using System.Runtime.Intrinsics;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary>A quantizer that looks at one value at a time, as arithmetic on eight of them.</summary>
/// <remarks>
/// Gives the bits of the quantizer's Torch operations; <see cref="Pointwise"/> runs it in one pass over memory where
/// these take one pass each.
/// </remarks>
internal interface IPointwiseRule
{
    /// <summary>q(x).</summary>
    Vector256<float> Quantize(Vector256<float> x);

    /// <summary>The gradient to x.</summary>
    Vector256<float> Gradient(Vector256<float> x, Vector256<float> upstream);
}
