namespace Microsoft.ML.Larq.Networks.Shapes;

/// <summary>How a window moves along one axis: output length, and the padding before and after.</summary>
/// <param name="Output">Output length.</param>
/// <param name="Before">Cells added before the first.</param>
/// <param name="After">Cells added after the last.</param>
internal readonly record struct WindowAxis(int Output, int Before, int After)
{
    /// <summary>
    /// TensorFlow's rule. <c>same</c>: out = ⌈in/s⌉, total = max((out−1)·s + (k−1)·d + 1 − in, 0), before = ⌊total/2⌋,
    /// after = the rest, so the odd cell comes after. <c>valid</c>: no padding. <c>causal</c>: out = ⌈in/s⌉, before =
    /// (k−1)·d, after = 0. Output ≤ 0 means that the window does not fit.
    /// </summary>
    public static WindowAxis Of(int input, int kernel, int stride, int dilation, PadMode padding)
    {
        var extent = ((kernel - 1) * dilation) + 1;
        if (padding == PadMode.Valid)
            return new WindowAxis(input < extent ? 0 : ((input - extent) / stride) + 1, 0, 0);
        var output = ((input - 1) / stride) + 1;
        if (padding == PadMode.Causal) return new WindowAxis(output, extent - 1, 0);
        var total = Math.Max(extent - (input - ((output - 1) * stride)), 0);
        return new WindowAxis(output, total / 2, total - (total / 2));
    }
}

/// <summary>A window over height and width.</summary>
internal readonly record struct Window2D(
    WindowAxis Rows, WindowAxis Columns, Size2D Kernel, Size2D Strides, Size2D Dilation)
{
    public static Window2D Of(
        TensorShape image, Size2D kernel, Size2D strides, Size2D dilation, PadMode padding) => new(
        WindowAxis.Of(image[0], kernel.Height, strides.Height, dilation.Height, padding),
        WindowAxis.Of(image[1], kernel.Width, strides.Width, dilation.Width, padding),
        kernel, strides, dilation);
}
