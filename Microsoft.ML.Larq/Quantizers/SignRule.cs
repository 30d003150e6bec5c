using System.Runtime.Intrinsics;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary><see cref="SteSign"/>, eight values at a time.</summary>
internal readonly struct SignRule(float? clipValue) : IPointwiseRule
{
    // Without a window every x passes; but NaN fails any comparison with a limit, so it needs a mask of its own.
    private readonly Vector256<float> _clip = Vector256.Create(clipValue ?? float.PositiveInfinity);
    private readonly Vector256<float> _all = clipValue is null ? Vector256<float>.AllBitsSet : Vector256<float>.Zero;

    /// <summary>−1 where x &lt; 0, otherwise +1: 0, −0 and NaN become +1.</summary>
    public static Vector256<float> Sign(Vector256<float> x) => Vector256.ConditionalSelect(
        Vector256.LessThan(x, Vector256<float>.Zero), Vector256.Create(-1f), Vector256<float>.One);

    public Vector256<float> Quantize(Vector256<float> x) => Sign(x);

    public Vector256<float> Gradient(Vector256<float> x, Vector256<float> upstream) =>
        upstream & (Vector256.LessThanOrEqual(Vector256.Abs(x), _clip) | _all);
}
