using System.Runtime.Intrinsics;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary><see cref="ApproxSign"/>, eight values at a time.</summary>
internal readonly struct ApproxSignRule : IPointwiseRule
{
    public Vector256<float> Quantize(Vector256<float> x) => SignRule.Sign(x);

    // Rounded as the Torch operations round: |x|·(−2), then + 2, then · upstream.
    public Vector256<float> Gradient(Vector256<float> x, Vector256<float> upstream)
    {
        var size = Vector256.Abs(x);
        var slope = (size * Vector256.Create(-2f)) + Vector256.Create(2f);
        return (slope * upstream) & Vector256.LessThanOrEqual(size, Vector256<float>.One);
    }
}
