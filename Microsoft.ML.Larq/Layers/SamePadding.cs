namespace Microsoft.ML.Larq.Layers;

/// <summary>TensorFlow's <c>same</c> padding along one axis; asymmetric, with the odd cell behind.</summary>
/// <param name="Before">Cells added in front.</param>
/// <param name="After">Cells added behind: as many as in front, or one more.</param>
/// <param name="Output">Cells of the result, ⌈size / stride⌉.</param>
internal readonly record struct SamePadding(long Before, long After, long Output)
{
    /// <summary>The padding that makes a window give ⌈size / stride⌉ positions.</summary>
    public static SamePadding Along(long size, long window, long stride, long dilation)
    {
        var output = (size + stride - 1) / stride;
        var reach = ((window - 1) * dilation) + 1;
        var total = Math.Max(((output - 1) * stride) + reach - size, 0);
        return new(total / 2, total - (total / 2), output);
    }
}
