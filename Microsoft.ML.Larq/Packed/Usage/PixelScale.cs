using System.Runtime.CompilerServices;

namespace Microsoft.ML.Larq.Packed.Usage;

/// <summary>How channels of an image are scaled: y = (x − mean) / deviation.</summary>
internal static class PixelScale
{
    private const float White = 255f;

    /// <summary>Of red, green and blue from 0 to 255, over the images of ImageNet.</summary>
    public static readonly float[] ImageNetMeans = [0.485f * White, 0.456f * White, 0.406f * White];

    /// <inheritdoc cref="ImageNetMeans"/>
    public static readonly float[] ImageNetDeviations = [0.229f * White, 0.224f * White, 0.225f * White];

    /// <summary>Scales numbers whose channels come together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(Span<float> values, ReadOnlySpan<float> means, ReadOnlySpan<float> deviations)
    {
        for (var i = 0; i < values.Length; i++)
            values[i] = (values[i] - means[i % means.Length]) / deviations[i % means.Length];
    }
}
