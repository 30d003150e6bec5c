using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>Shares that add up to 1 over the channels: y = eˣ / Σ eˣ.</summary>
/// <remarks>
/// <para>Shape: unchanged; the sum goes over the last axis. The largest x is taken off all before the powers.</para>
/// <para>Not for a classifier's last layer while it is trained: the cross-entropy loss takes the numbers before
/// it.</para>
/// <para>Keras: <c>Softmax</c>.</para>
/// </remarks>
internal sealed record SoftmaxLayer : LayerKind
{
    internal override LayerCost Cost(IReadOnlyList<TensorShape> inputs, TensorShape output) =>
        LayerCost.Touching(inputs, output, LayerCost.Exponential);

    internal override TensorShape Infer(LayerInputs inputs) => inputs.Single;
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="SoftmaxLayer"/>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor Softmax(string? name = null) => Apply(new SoftmaxLayer(), name: name);
}
