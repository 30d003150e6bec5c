using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// Turns each number of a vector into several signs: one for each of its column's quantiles that it reaches.
/// </summary>
/// <remarks>
/// <para>Forward: y[f·bits + b] = +1 when x[f] ≥ t[f, b], otherwise −1. No gradient passes.</para>
/// <para>Shape: (features,) → (features·bits,).</para>
/// <para>
/// The thresholds t are fitted on the training rows before training starts: midpoints between neighbouring distinct
/// values at evenly spaced quantiles, so that scale, offset and outliers of a column do not matter. None is there
/// twice: where a frequent value has several quantiles, the rest is spent on the other rows. A column with fewer
/// distinct values than thresholds repeats some; a constant column has thresholds of +∞.
/// <see cref="ThermometerLayer"/> looks at the label too, and spends no bit in vain.
/// The layer must read the network's input, or parts of it.
/// </para>
/// </remarks>
public sealed record QuantileThermometerLayer : LayerKind
{
    /// <summary>Name of the thresholds' weight.</summary>
    internal const string Thresholds = "thresholds";

    /// <summary>Signs per number, from 1 to 255.</summary>
    public required int Bits { get; init; }

    internal override TensorShape Infer(LayerInputs inputs)
    {
        var vector = inputs.Vector;
        inputs.FromNetworkInput();
        inputs.Range("bits", Bits, 1, 255);
        return new TensorShape(inputs.Length((long)vector.Size * Bits));
    }

    internal override IEnumerable<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) =>
        [new(Thresholds, new TensorShape(inputs[0].Size, Bits), Initializer.Zeros) { Trainable = false }];
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="QuantileThermometerLayer"/>
    /// <param name="bits">Signs per number, from 1 to 255; default 8.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor QuantileThermometer(int bits = 8, string? name = null) =>
        Apply(new QuantileThermometerLayer { Bits = bits }, name: name);
}
