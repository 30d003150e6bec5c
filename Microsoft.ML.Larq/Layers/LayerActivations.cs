using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>Elementwise activations by Keras' and Larq's names, with TensorFlow's gradients at corners.</summary>
/// <remarks>Any shape; NaN stays NaN. Every function returns a new tensor.</remarks>
internal static class LayerActivations
{
    /// <summary>f(x) of an activation, with the slope that <see cref="ActivationFunction"/> says.</summary>
    /// <param name="function">Which.</param>
    /// <param name="x">The values.</param>
    /// <param name="alpha">α of LeakyTanh or Elu; null is 0.2 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such activation, or α is none.</exception>
    public static Tensor Apply(ActivationFunction function, Tensor x, float? alpha = null) => function switch
    {
        ActivationFunction.Linear => Linear(x),
        ActivationFunction.Relu => Relu(x),
        ActivationFunction.Relu6 => Relu6(x),
        ActivationFunction.Relu1 => Relu1(x),
        ActivationFunction.HardTanh => HardTanh(x),
        ActivationFunction.LeakyTanh => LeakyTanh(x, ActivationLayer.AlphaOf(function, alpha)),
        ActivationFunction.Tanh => Tanh(x),
        ActivationFunction.Sigmoid => Sigmoid(x),
        ActivationFunction.Elu => Elu(x, ActivationLayer.AlphaOf(function, alpha)),
        ActivationFunction.Gelu => Gelu(x),
        ActivationFunction.GeluTanh => GeluTanh(x),
        ActivationFunction.Swish => Swish(x),
        ActivationFunction.Softplus => Softplus(x),
        _ => throw new ArgumentOutOfRangeException(
            nameof(function), function,
            $"An activation is one of {string.Join(", ", Enum.GetNames<ActivationFunction>())}, got {function}."),
    };

    /// <summary>f(x) = x.</summary>
    internal static Tensor Linear(Tensor x) => Given(x).alias();

    /// <summary>f(x) = max(x, 0); derivative 1 where x &gt; 0, otherwise 0.</summary>
    internal static Tensor Relu(Tensor x) => nn.functional.relu(Given(x));

    /// <summary>f(x) = min(max(x, 0), 6); derivative 1 where 0 &lt; x &lt; 6, otherwise 0.</summary>
    internal static Tensor Relu6(Tensor x) => nn.functional.relu6(Given(x));

    /// <summary>f(x) = min(max(x, 0), 1); derivative 1 where 0 ≤ x ≤ 1, otherwise 0.</summary>
    internal static Tensor Relu1(Tensor x) => Given(x).Clamp(0, 1);

    /// <summary>f(x) = x where x &gt; 0, otherwise α·x; derivative 1 where x &gt; 0, otherwise α.</summary>
    /// <param name="x">The values.</param>
    /// <param name="alpha">α, the slope below 0; finite, default 0.3 as Keras' <c>LeakyReLU</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is NaN or infinite.</exception>
    internal static Tensor LeakyRelu(Tensor x, float alpha = 0.3f) => float.IsFinite(alpha)
        ? Given(x).Leaky(alpha)
        : throw new ArgumentOutOfRangeException(nameof(alpha), alpha, $"LeakyRelu: alpha must be finite; got {alpha}.");

    /// <summary>f(x) = min(max(x, −1), 1); derivative 1 where |x| ≤ 1, otherwise 0. Larq: <c>hard_tanh</c>.</summary>
    internal static Tensor HardTanh(Tensor x) => Given(x).Clamp(-1, 1);

    /// <summary>
    /// f(x) = clamp(x, −1, 1) + α·(max(x, 1) − 1) + α·(min(x, −1) + 1): slope 1 inside −1 … 1 and α outside; 1 + α
    /// at ±1 themselves, as in TensorFlow. Larq: <c>leaky_tanh</c>.
    /// </summary>
    /// <param name="x">The values.</param>
    /// <param name="alpha">α, the slope outside; finite, default 0.2.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is NaN or infinite.</exception>
    public static Tensor LeakyTanh(Tensor x, float alpha = 0.2f)
    {
        if (!float.IsFinite(alpha))
        {
            throw new ArgumentOutOfRangeException(
                nameof(alpha), alpha, $"LeakyTanh: alpha must be finite; got {alpha}.");
        }

        ArgumentNullException.ThrowIfNull(x);
        using var scope = NewDisposeScope();
        var above = x.Clamp(1, double.PositiveInfinity).Plus(-1).Times(alpha);
        var below = x.Clamp(double.NegativeInfinity, -1).Plus(1).Times(alpha);
        return x.Clamp(-1, 1).Plus(above).Plus(below).MoveToOuterDisposeScope();
    }

    /// <summary>f(x) = tanh x.</summary>
    internal static Tensor Tanh(Tensor x) => Given(x).tanh();

    /// <summary>f(x) = 1 / (1 + e⁻ˣ).</summary>
    internal static Tensor Sigmoid(Tensor x) => Given(x).sigmoid();

    /// <summary>f(x) = x where x &gt; 0, otherwise α·(eˣ − 1); derivative 1 where x &gt; 0, otherwise α·eˣ.</summary>
    /// <param name="x">The values.</param>
    /// <param name="alpha">α; finite, default 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="alpha"/> is NaN or infinite.</exception>
    internal static Tensor Elu(Tensor x, float alpha = 1)
    {
        if (!float.IsFinite(alpha))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, $"Elu: alpha must be finite; got {alpha}.");
        using var scope = NewDisposeScope();
        var below = Given(x).Clamp(double.NegativeInfinity, 0).expm1().Times(alpha);
        return x.relu().Plus(below).MoveToOuterDisposeScope();
    }

    /// <summary>f(x) = x·Φ(x), with the normal distribution Φ.</summary>
    internal static Tensor Gelu(Tensor x) => nn.functional.gelu(Given(x));

    /// <summary>f(x) = x·(1 + tanh(√(2/π)·(x + 0.044715·x³))) / 2.</summary>
    internal static Tensor GeluTanh(Tensor x)
    {
        using var scope = NewDisposeScope();
        var cubed = Given(x).Squared().mul(x).Times(0.044715).Plus(x);
        return cubed.Times(2 * Math.Sqrt(2 / Math.PI)).sigmoid().mul(x).MoveToOuterDisposeScope();
    }

    /// <summary>f(x) = x / (1 + e⁻ˣ).</summary>
    internal static Tensor Swish(Tensor x)
    {
        using var scope = NewDisposeScope();
        return Given(x).sigmoid().mul(x).MoveToOuterDisposeScope();
    }

    /// <summary>f(x) = ln(1 + eˣ).</summary>
    internal static Tensor Softplus(Tensor x)
    {
        using var scope = NewDisposeScope();
        return nn.functional.logsigmoid(Given(x).neg()).neg().MoveToOuterDisposeScope();
    }

    private static Tensor Given(Tensor x) => x ?? throw new ArgumentNullException(nameof(x));
}
