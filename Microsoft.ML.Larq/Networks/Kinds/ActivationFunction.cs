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
    /// Larq's <c>leaky_tanh</c> with α = 0.2: clamp(x, −1, 1) + α·(max(x, 1) − 1) + α·(min(x, −1) + 1).
    /// </summary>
    LeakyTanh,

    /// <summary>y = tanh x.</summary>
    Tanh,

    /// <summary>y = 1 / (1 + e⁻ˣ).</summary>
    Sigmoid,

    /// <summary>y = min(max(x, 0), 1): to what DoReFa-Net clips its last activations.</summary>
    Relu1,
}
