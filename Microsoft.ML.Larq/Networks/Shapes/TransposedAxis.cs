namespace Microsoft.ML.Larq.Networks.Shapes;

/// <summary>How a transposed window moves along an axis: input i and tap t meet at output i·s + t·d − before.</summary>
/// <param name="Input">Input length.</param>
/// <param name="Output">Output length.</param>
/// <param name="Before">Cells cut off before the first.</param>
/// <param name="Kernel">Taps.</param>
/// <param name="Stride">Output steps from one input to the next.</param>
/// <param name="Dilation">Output steps from one tap to the next.</param>
internal readonly record struct TransposedAxis(
    int Input, int Output, int Before, int Kernel, int Stride, int Dilation)
{
    /// <summary>Output steps from the first tap to the last.</summary>
    public int Extent => ((Kernel - 1) * Dilation) + 1;

    /// <summary>
    /// Keras' rule, with k' = (k−1)·d + 1. Without output padding, <c>valid</c>: in·s + max(k' − s, 0);
    /// <c>same</c>: in·s. With it: (in−1)·s + k' − 2·p + output padding, p = 0 for <c>valid</c> and ⌊k'/2⌋ for
    /// <c>same</c>. What is cut off before is what a convolution from the output's length to the input's pads with
    /// (<see cref="WindowAxis"/>). Null where no convolution leads from that length to the input's.
    /// </summary>
    public static TransposedAxis? Of(
        int input, int kernel, int stride, int dilation, int? outputPadding, PadMode padding)
    {
        var extent = ((kernel - 1) * dilation) + 1;
        var length = outputPadding is { } more
            ? ((input - 1L) * stride) + extent - (padding == PadMode.Same ? 2L * (extent / 2) : 0) + more
            : ((long)input * stride) + (padding == PadMode.Same ? 0 : Math.Max(extent - stride, 0));
        if (length is < 1 or > int.MaxValue / 2) return null;
        var back = WindowAxis.Of((int)length, kernel, stride, dilation, padding);
        return back.Output == input
            ? new TransposedAxis(input, (int)length, back.Before, kernel, stride, dilation)
            : null;
    }
}
