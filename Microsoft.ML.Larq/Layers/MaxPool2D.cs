using Microsoft.ML.Larq.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>The largest value of each window.</summary>
/// <remarks>
/// <para>
/// <c>Same</c> padding is TensorFlow's (the odd cell at the bottom and right) and pads with −∞, so it never wins.
/// </para>
/// <para>Shapes: (rows, channels, height, width) to (rows, channels, height′, width′).</para>
/// </remarks>
internal sealed class MaxPool2D : TensorLayer
{
    private readonly SlidingWindow _window;

    /// <summary>Creates the layer.</summary>
    /// <param name="poolSize">Height and width of the window, each at least 1.</param>
    /// <param name="strides">Steps down and right, each at least 1; default the window's size.</param>
    /// <param name="padding"><c>Valid</c> (default, none) or <c>Same</c>.</param>
    /// <param name="name">The layer's name, as in messages.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside what is said above.</exception>
    public MaxPool2D(
        Sides poolSize,
        Sides? strides = null,
        PadMode padding = PadMode.Valid,
        string name = "max_pool2d")
        : base(name)
    {
        _window = new SlidingWindow(name, nameof(poolSize), 2, poolSize, strides ?? poolSize, 1, padding);
        RegisterComponents();
    }

    private protected override Tensor Compute(Tensor input)
    {
        _window.CheckInput(GetName(), input);
        var x = _window.Pad(
            input, double.NegativeInfinity, nativeValue: double.NegativeInfinity, out var native);
        return nn.functional.max_pool2d(x, _window.Size, _window.Strides, native);
    }
}
