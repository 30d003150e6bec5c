using Microsoft.ML.Larq.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>The largest value of each window of a sequence.</summary>
/// <remarks>
/// <para>
/// <c>Same</c> padding is TensorFlow's (the odd step at the end) and pads with −∞, so it never wins.
/// </para>
/// <para>Shapes: (rows, channels, length) to (rows, channels, length′). Keras: <c>MaxPooling1D</c>.</para>
/// </remarks>
internal sealed class MaxPool1D : TensorLayer
{
    private readonly MaxPool2D _pool;

    /// <summary>Creates the layer.</summary>
    /// <param name="poolSize">Steps that the window covers, at least 1.</param>
    /// <param name="strides">Steps from one window to the next, at least 1; default the window's size.</param>
    /// <param name="padding"><c>Valid</c> (default, none) or <c>Same</c>.</param>
    /// <param name="name">The layer's name, as in messages.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is outside what is said above.</exception>
    public MaxPool1D(int poolSize, int? strides = null, PadMode padding = PadMode.Valid, string name = "max_pool1d")
        : base(name)
    {
        _pool = new MaxPool2D(
            SequencePooling.AlongTheRow(name, nameof(poolSize), poolSize),
            SequencePooling.AlongTheRow(name, nameof(strides), strides ?? poolSize), padding, name);
        RegisterComponents();
    }

    private protected override Tensor Compute(Tensor input) => SequencePooling.Call(_pool, GetName(), input);
}
