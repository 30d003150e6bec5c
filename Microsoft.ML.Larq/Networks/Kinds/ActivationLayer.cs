using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Applies a function to every element; <see cref="ActivationFunction"/> has the formulas.</summary>
/// <remarks>Shape: unchanged.</remarks>
public sealed record ActivationLayer : LayerKind
{
    /// <summary>The function.</summary>
    public required ActivationFunction Function { get; init; }

    /// <summary>
    /// α of <see cref="ActivationFunction.LeakyTanh"/> or <see cref="ActivationFunction.Elu"/>, a finite number of at
    /// least 0; null, the default, is 0.2 and 1. The other functions have none.
    /// </summary>
    public float? Alpha { get; init; }

    /// <summary>α of a function: what is given, or else its default; 0 where it has none.</summary>
    internal static float AlphaOf(ActivationFunction function, float? given) => given ?? DefaultAlpha(function) ?? 0;

    private static float? DefaultAlpha(ActivationFunction function) => function switch
    {
        ActivationFunction.LeakyTanh => 0.2f,
        ActivationFunction.Elu => 1,
        _ => null,
    };

    // An exponential takes as long as about twenty comparisons.
    internal override LayerCost Cost(IReadOnlyList<TensorShape> inputs, TensorShape output) => LayerCost.Touching(
        inputs, output, LayerCost.IsExponential(Function) ? LayerCost.Exponential : 1);

    internal override TensorShape Infer(LayerInputs inputs)
    {
        inputs.Defined("function", Function);
        if (Alpha is { } alpha)
        {
            if (DefaultAlpha(Function) is null)
                throw inputs.Error($"has an alpha where its function is LeakyTanh or Elu, got {alpha} for {Function}.");
            inputs.Range("alpha", alpha, 0);
        }

        return inputs.Single;
    }
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="ActivationLayer"/>
    /// <param name="function">The function.</param>
    /// <param name="name">The layer's name.</param>
    /// <param name="alpha">α of LeakyTanh or Elu, at least 0; null is 0.2 and 1.</param>
    public NetworkTensor Activation(ActivationFunction function, string? name = null, float? alpha = null) =>
        Apply(new ActivationLayer { Function = function, Alpha = alpha }, name: name);

    /// <summary>Applies y = max(x, 0) to every element.</summary>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor Relu(string? name = null) => Activation(ActivationFunction.Relu, name);

    /// <summary>Applies y = min(max(x, −1), 1) to every element.</summary>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor HardTanh(string? name = null) => Activation(ActivationFunction.HardTanh, name);
}
