using System.Runtime.Intrinsics;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary><see cref="SteHeaviside"/>, eight values at a time.</summary>
internal readonly struct HeavisideRule(float? clipValue) : IPointwiseRule
{
    private readonly SignRule _window = new(clipValue);

    public Vector256<float> Quantize(Vector256<float> x) =>
        Vector256<float>.One & Vector256.GreaterThan(x, Vector256<float>.Zero);

    public Vector256<float> Gradient(Vector256<float> x, Vector256<float> upstream) => _window.Gradient(x, upstream);
}
