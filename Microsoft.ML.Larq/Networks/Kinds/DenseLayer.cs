using System.Text.Json.Serialization;
using Microsoft.ML.Larq.Networks.Kinds;
using Microsoft.ML.Larq.Networks.Shapes;

namespace Microsoft.ML.Larq.Networks;

/// <summary>A densely connected layer: y = activation(q_in(x)·q_k(W) + b).</summary>
/// <remarks>
/// <para>Shape: (inputs,) → (units,). Weights: latent <c>kernel</c> (inputs, units), <c>bias</c> (units,).</para>
/// <para>Keras: <c>Dense</c>; Larq: <c>QuantDense</c>.</para>
/// </remarks>
public sealed record DenseLayer : BiasedKind
{
    /// <summary>Length of the output, at least 1.</summary>
    public required int Units { get; init; }

    /// <summary>The kernel.</summary>
    [JsonPropertyOrder(KindContract.LateKernel)]
    public Kernel Kernel { get; init => field = value ?? throw new ArgumentNullException(nameof(Kernel)); } = new();

    internal override IEnumerable<Kernel> Kernels => [Kernel];

    internal override LayerCost Cost(IReadOnlyList<TensorShape> inputs, TensorShape output)
    {
        var window = Window2D.Of(new TensorShape(1, 1, inputs[0].Size), 1, 1, 1, PadMode.Valid);
        return new WindowCost(inputs[0], window, this) { Filters = Units }.Convolution();
    }

    internal override TensorShape Infer(LayerInputs inputs)
    {
        _ = inputs.Vector;
        inputs.Range("units", Units, 1);
        inputs.Defined("activation", Activation);
        return new TensorShape(Units);
    }

    internal override IEnumerable<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs) =>
        WithBias([Kernel.Weight(nameof(Kernel), inputs[0].Size, Units)], Units);
}

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="QuantDense"/>
    public NetworkTensor Dense(
        int units, ActivationFunction activation = ActivationFunction.Linear, bool useBias = true,
        Kernel? kernel = null, Coefficients? bias = null, WeightRegularizer? activityRegularizer = null,
        string? name = null) => QuantDense(
        units, null, null, activation, useBias, Kernel.Real(kernel), bias, activityRegularizer,
        name ?? Graph.Free("dense"));

    /// <inheritdoc cref="DenseLayer"/>
    /// <param name="units">Length of the output, at least 1.</param>
    /// <param name="inputQuantizer">Quantizes the input, for example <c>"ste_sign"</c>; default none.</param>
    /// <param name="kernelQuantizer">Quantizes the kernel; default none.</param>
    /// <param name="activation">Applied to the result; default none.</param>
    /// <param name="useBias">Whether a bias is added; default true.</param>
    /// <param name="kernel">
    /// How the latent kernel starts and is kept, for example <c>new Kernel { Constraint = "weight_clip" }</c>.
    /// </param>
    /// <param name="bias">How the bias starts and is kept.</param>
    /// <param name="activityRegularizer">Added to the loss for the output; default nothing.</param>
    /// <param name="name">The layer's name.</param>
    public NetworkTensor QuantDense(
        int units, Quantizer? inputQuantizer = null, Quantizer? kernelQuantizer = null,
        ActivationFunction activation = ActivationFunction.Linear, bool useBias = true, Kernel? kernel = null,
        Coefficients? bias = null, WeightRegularizer? activityRegularizer = null, string? name = null) => Quant(
        new DenseLayer
        {
            Units = units,
            InputQuantizer = inputQuantizer,
            Kernel = Kernel.Of(kernel, kernelQuantizer),
            Activation = activation,
            UseBias = useBias,
            Bias = bias ?? new Coefficients(),
            ActivityRegularizer = activityRegularizer,
        },
        name);
}
