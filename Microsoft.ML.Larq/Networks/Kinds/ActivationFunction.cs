namespace Microsoft.ML.Larq.Networks;

/// <summary>An element-wise function, as the <c>activation</c> of a layer or a layer of its own.</summary>
public enum ActivationFunction
{
    /// <summary>y = x.</summary>
    Linear,

    /// <summary>y = max(x, 0).</summary>
    Relu,

    /// <summary>y = min(max(x, 0), 6).</summary>
    Relu6,

    /// <summary>Larq's <c>hard_tanh</c>: y = min(max(x, −1), 1).</summary>
    HardTanh,

    /// <summary>
    /// Larq's <c>leaky_tanh</c>: clamp(x, −1, 1) + α·(max(x, 1) − 1) + α·(min(x, −1) + 1), with α = 0.2 unless
    /// <see cref="ActivationLayer.Alpha"/> says another.
    /// </summary>
    LeakyTanh,

    /// <summary>y = tanh x.</summary>
    Tanh,

    /// <summary>y = 1 / (1 + e⁻ˣ).</summary>
    Sigmoid,

    /// <summary>y = min(max(x, 0), 1): to what DoReFa-Net clips its last activations.</summary>
    Relu1,

    /// <summary>
    /// Keras' <c>elu</c> with α = 1 unless <see cref="ActivationLayer.Alpha"/> says another: y = x where x &gt; 0,
    /// otherwise α·(eˣ − 1).
    /// </summary>
    Elu,

    /// <summary>
    /// Keras' <c>gelu</c> as it is by default: y = x·Φ(x) = x·(1 + erf(x / √2)) / 2, with the normal distribution Φ.
    /// </summary>
    Gelu,

    /// <summary>Keras' <c>gelu(approximate=True)</c>: y = x·(1 + tanh(√(2/π)·(x + 0.044715·x³))) / 2.</summary>
    GeluTanh,

    /// <summary>Keras' <c>swish</c>, also called <c>silu</c>: y = x / (1 + e⁻ˣ).</summary>
    Swish,

    /// <summary>Keras' <c>softplus</c>: y = ln(1 + eˣ).</summary>
    Softplus,
}
