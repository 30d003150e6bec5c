using Microsoft.ML.Larq.Tensors;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>Normalizes the channels of each place of each row on their own.</summary>
/// <remarks>
/// <para>
/// Forward: y = γ·(x − μ)/√(σ² + ε) + β with the mean μ and the variance σ² = Σ(x − μ)²/n of the channels. Backward:
/// through μ and σ² too.
/// </para>
/// <para>Shapes: input and output (rows, channels, …); parameters <c>gamma</c> and <c>beta</c>, (channels).</para>
/// <para>Ba et al. 2016, <see href="https://arxiv.org/abs/1607.06450"/>. Keras: <c>LayerNormalization</c>.</para>
/// </remarks>
internal sealed class LayerNormalization : TensorLayer
{
    [ComponentName(Name = "gamma")]
    private readonly Parameter? _gamma;

    [ComponentName(Name = "beta")]
    private readonly Parameter? _beta;

    private readonly int _channels;

    /// <summary>Creates the layer; γ starts at 1, β at 0.</summary>
    /// <param name="channels">Channels of the input, at least 1.</param>
    /// <param name="epsilon">ε, above 0; default 0.001.</param>
    /// <param name="center">Whether there is an offset β; default true.</param>
    /// <param name="scale">Whether there is a scale γ; default true.</param>
    /// <param name="name">The layer's name, as in messages.</param>
    /// <exception cref="ArgumentException">An argument is outside what is said above.</exception>
    public LayerNormalization(
        int channels, float epsilon = 1e-3f, bool center = true, bool scale = true, string name = "layer_normalization")
        : base(name)
    {
        _channels = LayerArguments.AtLeastOne(name, nameof(channels), channels);
        Epsilon = epsilon > 0 && float.IsFinite(epsilon)
            ? epsilon
            : throw new ArgumentOutOfRangeException(
                nameof(epsilon), epsilon, $"Layer '{name}': epsilon must be a finite number above 0; got {epsilon}.");
        _gamma = scale ? LayerArguments.Held(ones(channels)) : null;
        _beta = center ? LayerArguments.Held(zeros(channels)) : null;
        RegisterComponents();
    }

    /// <summary>ε, which is added to the variance.</summary>
    internal float Epsilon { get; }

    /// <summary>The scale γ, (channels); null without one.</summary>
    public Parameter? Gamma => _gamma;

    /// <summary>The offset β, (channels); null without one.</summary>
    public Parameter? Beta => _beta;

    private protected override Tensor Compute(Tensor input)
    {
        if (input.dim() < 2 || input.size(1) != _channels)
        {
            throw new ArgumentException(
                $"Layer '{GetName()}': the input must be (rows, {_channels}, …); "
                + $"got ({string.Join(", ", input.shape)}).", nameof(input));
        }

        var centered = input.sub(input.mean([1], true));
        var deviation = centered.Squared().mean([1], true).Plus(Epsilon).sqrt();
        var y = centered.div(deviation);
        long[] shape = [1, -1, .. Enumerable.Repeat(1L, (int)input.dim() - 2)];
        if (_gamma is not null) y = y.mul(_gamma.view(shape));
        if (_beta is not null) y = y.Plus(_beta.view(shape));
        return y;
    }
}
