namespace Microsoft.ML.Larq.Networks.Quantizers;

/// <summary>
/// A kernel of signs, each filter times a scale of its own: Σ xᵢ·(s·kᵢ) = s·Σ xᵢ·kᵢ, so that its signs can be kept as
/// bits and the scale is what 1 in the sum is worth.
/// </summary>
/// <param name="Signs">±1, in the order of the kernel.</param>
/// <param name="Scale">s, one per filter.</param>
internal sealed record ScaledSigns(float[] Signs, float[] Scale)
{
    /// <summary>Takes a quantized kernel apart; null where a filter has several magnitudes, infinity or NaN.</summary>
    /// <param name="kernel">Row-major, filters last.</param>
    /// <param name="filters">How many there are.</param>
    /// <param name="quantizer">What quantized it.</param>
    public static ScaledSigns? Of(float[] kernel, int filters, Quantizer? quantizer)
    {
        if (quantizer is not { IsScaledSign: true }) return null;
        var scale = new float[filters];
        for (var filter = 0; filter < filters; filter++) scale[filter] = MathF.Abs(kernel[filter]);
        var signs = new float[kernel.Length];
        for (var row = 0; row < kernel.Length; row += filters)
        {
            for (var filter = 0; filter < filters; filter++)
            {
                var value = kernel[row + filter];
                if (MathF.Abs(value) != scale[filter] || !float.IsFinite(value)) return null;
                signs[row + filter] = value < 0 ? -1 : 1;
            }
        }

        return new ScaledSigns(signs, scale);
    }
}
