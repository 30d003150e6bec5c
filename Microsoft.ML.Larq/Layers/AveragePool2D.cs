using Microsoft.ML.Larq.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>The mean of each window's cells.</summary>
/// <remarks>
/// <para>
/// <c>Same</c> padding is TensorFlow's (the odd cell at the bottom and right); a window at the edge divides by its real
/// cells only.
/// </para>
/// <para>Shapes: (rows, channels, height, width) to (rows, channels, height′, width′).</para>
/// </remarks>
internal sealed class AveragePool2D : TensorLayer
{
    private readonly SlidingWindow _window;

    /// <summary>Creates the layer.</summary>
    /// <param name="poolSize">Height and width of the window, each at least 1.</param>
    /// <param name="strides">Steps down and right, each at least 1; default the window's size.</param>
    /// <param name="padding"><c>Valid</c> (default, none) or <c>Same</c>.</param>
    /// <param name="name">The layer's name, as in messages.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside what is said above.</exception>
    public AveragePool2D(
        Sides poolSize,
        Sides? strides = null,
        PadMode padding = PadMode.Valid,
        string name = "average_pool2d")
        : base(name)
    {
        _window = new SlidingWindow(name, nameof(poolSize), 2, poolSize, strides ?? poolSize, 1, padding);
        RegisterComponents();
    }

    private protected override Tensor Compute(Tensor input)
    {
        _window.CheckInput(GetName(), input);
        if (_window.Around(input).All(axis => axis.After == 0))
            return Pool(input, divisor: null);

        // Sums over windows with zeros around, divided by sums over ones with zeros around: the real cells.
        var inside = ones([1, 1, input.size(2), input.size(3)], input.dtype, input.device);
        var cells = Pool(_window.PadExplicitly(inside, 0), divisor: 1);
        return Pool(_window.PadExplicitly(input, 0), divisor: 1).div(cells);
    }

    private Tensor Pool(Tensor input, long? divisor) => nn.functional.avg_pool2d(
        input, _window.Size, _window.Strides, _window.None, divisor_override: divisor);
}
