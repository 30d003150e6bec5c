using System.Text.Json.Serialization;
using Microsoft.ML.Larq.Networks.Kinds;

namespace Microsoft.ML.Larq.Networks;

/// <summary>
/// A convolution without padding that has a kernel and a bias of its own at each output position p: y[p] =
/// activation(q_in(x)[window p]·q_k(W)[p] + b[p]).
/// </summary>
/// <remarks>
/// <para>
/// Weights: latent <c>kernel</c> (positions, window·channels, filters), <c>bias</c> (the output's sides, filters).
/// </para>
/// <para>
/// Keras: <c>LocallyConnected1D</c> and <c>LocallyConnected2D</c> with <c>implementation=1</c>, and with
/// <c>padding="valid"</c>, which is all that it takes there; Larq: <c>QuantLocallyConnected1D</c> and so on.
/// </para>
/// </remarks>
public abstract record LocallyConnectedKind : WindowedKind
{
    private protected LocallyConnectedKind(int axes)
        : base(axes)
    {
    }

    /// <summary>Channels of the output, at least 1.</summary>
    public required int Filters { get; init; }

    /// <summary>
    /// The kernel; the fans of its initializer are those of Keras' shape (positions, window·channels, filters).
    /// </summary>
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
                + WindowCost.Quantized(inputs[0], InputQuantizer, Kernel.Quantizer),
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
