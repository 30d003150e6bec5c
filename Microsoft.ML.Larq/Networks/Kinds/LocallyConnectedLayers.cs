using System.Text.Json.Serialization;
using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// A convolution without padding that has a kernel and a bias of its own at each output position p: y[p] =
/// activation(q_in(x)[window p]·q_k(W)[p] + b[p]).
/// </summary>
/// <remarks>
/// <para>Weights: latent <c>kernel</c> (positions, window·channels, filters), <c>bias</c> (the output's sides,
/// filters).</para>
/// <para>Keras: <c>LocallyConnected1D</c> and <c>LocallyConnected2D</c> with <c>implementation=1</c>, and with
/// <c>padding="valid"</c>, which is all that it takes there; Larq: <c>QuantLocallyConnected1D</c> and so on.</para>
/// </remarks>
public abstract record LocallyConnectedKind : WindowedKind
{
    private protected LocallyConnectedKind(int axes)
        : base(axes)
    {
    }

    /// <summary>Channels of the output, at least 1.</summary>
    public required int Filters { get; init; }

    /// <summary>The kernel; it starts by the fans of Keras' shape (positions, window·channels, filters).</summary>
    [JsonPropertyOrder(KindContract.LateKernel)]
    public Kernel Kernel { get; init => field = value ?? throw new ArgumentNullException(nameof(Kernel)); } = new();

    internal sealed override IEnumerable<Kernel> Kernels => [Kernel];

    // Larq counts none of them.
    internal override MacRule MacRule => MacRule.Unknown;

    internal sealed override Stencil Stencil => new(SpatialAxes, KernelSize, Strides, 1, PadMode.Valid);

    internal override LayerCost Cost(IReadOnlyList<TensorShape> inputs, TensorShape output)
    {
        var window = WindowOver(inputs[0]);
        var positions = (Int128)window.Rows.Output * window.Columns.Output;
        var weights = (Int128)window.Kernel.Height * window.Kernel.Width * inputs[0].Channels * (Filters + 7);
        return new LayerCost
        {
            Scratch = (5 * (Int128)inputs[0].Size)
                + WindowCost.Quantized(inputs[0], this),
            MultiplyAdds = positions * weights,
            Operations = positions,
            Filling = positions * weights * 16 / (Filters + 7),
        };
    }

    internal override TensorShape Infer(LayerInputs inputs)
    {
        Stencil.Check(inputs);
        inputs.Range("filters", Filters, 1);
        inputs.Defined("activation", Activation);
        return Stencil.Slide(inputs, Filters);
    }

    internal override IEnumerable<WeightSpec> Weights(IReadOnlyList<TensorShape> inputs)
    {
        var window = WindowOver(inputs[0]);
        var (rows, columns) = (window.Rows.Output, window.Columns.Output);
        var depth = window.Kernel.Height * window.Kernel.Width * inputs[0].Channels;
        int[] places = inputs[0].Rank == 2 ? [columns, Filters] : [rows, columns, Filters];
        return WithBias([Kernel.Weight(nameof(Kernel), rows * columns, depth, Filters)], places);
    }
}

/// <inheritdoc cref="LocallyConnectedKind"/>
/// <summary>Sequences convolved without shared weights: (length, channels) → (length', filters).</summary>
public sealed record LocallyConnected1DLayer() : LocallyConnectedKind(axes: 1);

/// <inheritdoc cref="LocallyConnectedKind"/>
/// <summary>Images convolved without shared weights: (height, width, channels) → (height', width', filters).</summary>
public sealed record LocallyConnected2DLayer() : LocallyConnectedKind(axes: 2);

public sealed partial class NetworkTensor
{
    /// <inheritdoc cref="QuantLocallyConnected1D"/>
    public NetworkTensor LocallyConnected1D(
        int filters, int kernelSize, int strides = 1, ActivationFunction activation = ActivationFunction.Linear,
        bool useBias = true, Kernel? kernel = null, string? name = null) => QuantLocallyConnected1D(
        filters, kernelSize, strides, null, null, activation, useBias, Kernel.Real(kernel),
        name ?? Graph.Free("locally_connected1d"));

    /// <inheritdoc cref="LocallyConnected1DLayer"/>
    /// <inheritdoc cref="QuantLocallyConnected2D" path="/param"/>
    public NetworkTensor QuantLocallyConnected1D(
        int filters, int kernelSize, int strides = 1, Quantizer? inputQuantizer = null,
        Quantizer? kernelQuantizer = null, ActivationFunction activation = ActivationFunction.Linear,
        bool useBias = true, Kernel? kernel = null, string? name = null) => Windowed(
        new LocallyConnected1DLayer
        {
            Filters = filters,
            KernelSize = kernelSize,
            Kernel = Kernel.Of(kernel, kernelQuantizer),
        },
        strides, inputQuantizer, activation, useBias, name);

    /// <inheritdoc cref="QuantLocallyConnected2D"/>
    public NetworkTensor LocallyConnected2D(
        int filters, Sides kernelSize, Sides? strides = null,
        ActivationFunction activation = ActivationFunction.Linear, bool useBias = true, Kernel? kernel = null,
        string? name = null) => QuantLocallyConnected2D(
        filters, kernelSize, strides, null, null, activation, useBias, Kernel.Real(kernel),
        name ?? Graph.Free("locally_connected2d"));

    /// <inheritdoc cref="LocallyConnected2DLayer"/>
    /// <inheritdoc cref="QuantConv2D" path="/param"/>
    public NetworkTensor QuantLocallyConnected2D(
        int filters, Sides kernelSize, Sides? strides = null, Quantizer? inputQuantizer = null,
        Quantizer? kernelQuantizer = null, ActivationFunction activation = ActivationFunction.Linear,
        bool useBias = true, Kernel? kernel = null, string? name = null) => Windowed(
        new LocallyConnected2DLayer
        {
            Filters = filters,
            KernelSize = kernelSize,
            Kernel = Kernel.Of(kernel, kernelQuantizer),
        },
        strides, inputQuantizer, activation, useBias, name);
}
