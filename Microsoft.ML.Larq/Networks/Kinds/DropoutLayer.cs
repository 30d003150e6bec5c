using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// While training sets a random share of the elements to 0 and divides the rest by what remains; nothing when scoring.
/// </summary>
/// <remarks>
/// Shape: unchanged. Srivastava et al. 2014, <see href="https://jmlr.org/papers/v15/srivastava14a.html"/>.
/// </remarks>
public sealed record DropoutLayer : LayerKind
{
    /// <summary>The share that is dropped, from 0 to below 1.</summary>
    public required float Rate { get; init; }

    internal override TensorShape Infer(LayerInputs inputs)
    {
        inputs.Range("rate", Rate, 0, Math.BitDecrement(1f));
        return inputs.Single;
    }
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="DropoutLayer"/>
    /// <param name="rate">The share that is dropped, from 0 to below 1.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor Dropout(float rate, string? name = null) =>
        Apply(new DropoutLayer { Rate = rate }, name: name);
}
