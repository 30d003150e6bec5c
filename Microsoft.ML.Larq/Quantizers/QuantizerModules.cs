using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary>The module of each quantizer value: the row that a new quantizer adds here.</summary>
public static class QuantizerModules
{
    private static readonly FrozenDictionary<Type, Func<Quantizer, TensorLayout, QuantizerModule>> Rows =
        new Dictionary<Type, Func<Quantizer, TensorLayout, QuantizerModule>>
        {
            [typeof(SteSignQuantizer)] = Row<SteSignQuantizer>((value, _) => new SteSign(value.ClipValue)),
            [typeof(ApproxSignQuantizer)] = Row<ApproxSignQuantizer>((_, _) => new ApproxSign()),
            [typeof(SwishSignQuantizer)] = Row<SwishSignQuantizer>((value, _) => new SwishSign(value.Beta)),
            [typeof(MagnitudeAwareSignQuantizer)] = Row<MagnitudeAwareSignQuantizer>(
                (value, layout) => new MagnitudeAwareSign(value.ClipValue, layout)),
            [typeof(SteHeavisideQuantizer)] = Row<SteHeavisideQuantizer>((value, _) => new SteHeaviside(value.ClipValue)),
            [typeof(SteTernQuantizer)] = Row<SteTernQuantizer>((value, layout) => new SteTern(
                value.ThresholdValue, value.TernaryWeightNetworks, value.ClipValue, layout)),
            [typeof(DoReFaQuantizer)] = Row<DoReFaQuantizer>(
                (value, layout) => new DoReFa(value.KBit, value.Mode, layout)),
            [typeof(NoOpQuantizer)] = Row<NoOpQuantizer>((value, _) => new NoOp(value.Precision)),
            [typeof(XnorWeightScaleQuantizer)] = Row<XnorWeightScaleQuantizer>((_, layout) => new XnorWeightScale(layout)),
            [typeof(MagnitudeAwareSignUnclippedQuantizer)] = Row<MagnitudeAwareSignUnclippedQuantizer>(
                (_, layout) => new MagnitudeAwareSignUnclipped(layout)),
        }.ToFrozenDictionary();

    /// <summary>Makes the module that a quantizer value names; a new one at each call.</summary>
    /// <param name="quantizer">The value; null gives null.</param>
    /// <param name="layout">
    /// What it will quantize, for those that scale; null is <see cref="TensorLayout.Kernel"/>. For inputs it must be
    /// <see cref="TensorLayout.Rows"/>.
    /// </param>
    [return: NotNullIfNotNull(nameof(quantizer))]
    public static QuantizerModule? Create(Quantizer? quantizer, TensorLayout? layout = null) =>
        quantizer is null ? null : Rows[quantizer.GetType()](quantizer, layout ?? TensorLayout.Kernel);

    private static Func<Quantizer, TensorLayout, QuantizerModule> Row<T>(Func<T, TensorLayout, QuantizerModule> create)
        where T : Quantizer => (value, layout) => create((T)value, layout);
}
