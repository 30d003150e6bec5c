using Microsoft.ML.Larq.Networks;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>Convolves each channel with a fixed blur: low-pass filter and stride in one.</summary>
/// <remarks>
/// <para>
/// The kernel is the outer product of binomial coefficients with themselves, divided by their sum; a buffer
/// <c>depthwise_kernel</c> (channels, 1, size, size), which no optimizer changes. <c>Same</c> padding is TensorFlow's,
/// with 0.
/// </para>
/// <para>Shapes: (rows, channels, height, width) to (rows, channels, height′, width′).</para>
/// <para>Zhang 2019, <see href="https://arxiv.org/abs/1904.11486"/>.</para>
/// </remarks>
public sealed class BlurPool2D : TensorLayer
{
    [ComponentName(Name = "depthwise_kernel")]
    private readonly Tensor _kernel;

    private readonly SlidingWindow _window;
    private readonly int _channels;

    /// <summary>Creates the layer.</summary>
    /// <param name="channels">Channels of the input, at least 1.</param>
    /// <param name="poolSize">Sides of the kernel, from 2 to 7; default 3.</param>
    /// <param name="strides">Steps down and right, each at least 1; default 2×2.</param>
    /// <param name="padding"><c>Same</c> (default) or <c>Valid</c>.</param>
    /// <param name="name">The layer's name, as in messages.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside what is said above.</exception>
    public BlurPool2D(
        int channels,
        int poolSize = 3,
        Sides? strides = null,
        PadMode padding = PadMode.Same,
        string name = "blur_pool2d")
        : base(name)
    {
        _channels = LayerArguments.AtLeastOne(name, nameof(channels), channels);
        if (poolSize is < 2 or > 7)
        {
            throw new ArgumentOutOfRangeException(
                nameof(poolSize), poolSize, $"Layer '{name}': poolSize must be from 2 to 7; got {poolSize}.");
        }

        _window = new SlidingWindow(
            name, nameof(poolSize), 2, poolSize, strides ?? 2, 1, padding);
        var values = new float[poolSize * poolSize];
        Initializer.Blur.Fill(values, new TensorShape(poolSize, poolSize, 1, 1), Random.Shared);
        using var scope = NewDisposeScope();
        _kernel = tensor(values, [1, 1, poolSize, poolSize], get_default_dtype())
            .expand(channels, 1, poolSize, poolSize)
            .contiguous().DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>The kernel of each channel, (channels, 1, size, size).</summary>
    internal Tensor DepthwiseKernel => _kernel;

    private protected override Tensor Compute(Tensor input)
    {
        _window.CheckInput(GetName(), input, _channels);
        var x = _window.Pad(input, 0, nativeValue: 0, out var native);
        return _window.Convolve(x, _kernel, native, _channels);
    }
}
