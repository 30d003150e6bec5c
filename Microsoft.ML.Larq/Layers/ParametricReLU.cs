using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>A rectifier with a trained slope below 0.</summary>
/// <remarks>
/// <para>
/// Forward: y = x where x &gt; 0, otherwise α·x. Backward: ∂y/∂x = 1 where x &gt; 0, α where x &lt; 0 and 0 at 0, as in
/// Keras; ∂y/∂α = x where x &lt; 0, otherwise 0.
/// </para>
/// <para>Shape: unchanged. Parameter <c>alpha</c>, which is repeated along its axes of length 1.</para>
/// <para>He et al. 2015, <see href="https://arxiv.org/abs/1502.01852"/>. Keras: <c>PReLU</c>.</para>
/// </remarks>
internal sealed class ParametricReLU : TensorLayer
{
    [ComponentName(Name = "alpha")]
    private readonly Parameter _alpha;

    /// <summary>Creates the layer with slopes of 0, where Torch's own start at 0.25.</summary>
    /// <param name="shape">
    /// Shape of the slopes, without rows: (channels, height, width), or 1 where one slope serves all; each at least 1.
    /// </param>
    /// <param name="name">The layer's name, as in messages.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is below 1.</exception>
    public ParametricReLU(long[] shape, string name = "p_re_lu")
        : base(name)
    {
        _alpha = LayerArguments.Held(zeros(LayerArguments.RowShape(name, nameof(shape), shape)));
        RegisterComponents();
    }

    /// <summary>The slopes.</summary>
    public Parameter Alpha => _alpha;

    private protected override Tensor Compute(Tensor input)
    {
        LayerArguments.CheckRepeats(GetName(), input, _alpha);
        return input.relu().sub(input.neg().relu().mul(_alpha));
    }
}
