using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Networks.Text;

namespace Microsoft.ML.Larq.Networks;

public abstract partial record Quantizer
{
    private static readonly AliasTable<Quantizer> Table = new(
        "quantizer",
        SteSignQuantizer.Row,
        ApproxSignQuantizer.Row,
        SwishSignQuantizer.Row,
        MagnitudeAwareSignQuantizer.Row,
        SteHeavisideQuantizer.Row,
        SteTernQuantizer.Row,
        DoReFaQuantizer.Row,
        NoOpQuantizer.Row,
        XnorWeightScaleQuantizer.Row,
        MagnitudeAwareSignUnclippedQuantizer.Row)
    {
        WithCommon = static (quantizer, call) => call.TakeTexts("metrics") is { Length: > 0 } metrics
            ? quantizer with { Metrics = metrics }
            : quantizer,
        Hint = name => $" One of your own is made known first, by Quantizer.Register(\"{name}\", …).",
    };

    /// <inheritdoc cref="SteSignQuantizer"/>
    /// <param name="clipValue">Half the width of the gradient's window, above 0; default 1; null for none.</param>
    public static Quantizer SteSign(float? clipValue = 1f) => new SteSignQuantizer(clipValue);

    /// <inheritdoc cref="ApproxSignQuantizer"/>
    public static Quantizer ApproxSign() => new ApproxSignQuantizer();

    /// <inheritdoc cref="SwishSignQuantizer"/>
    /// <param name="beta">β, how steep the approximation is; above 0; default 5.</param>
    public static Quantizer SwishSign(float beta = 5f) => new SwishSignQuantizer(beta);

    /// <inheritdoc cref="MagnitudeAwareSignQuantizer"/>
    /// <param name="clipValue">Half the width of the gradient's window, above 0; default 1; null for none.</param>
    public static Quantizer MagnitudeAwareSign(float? clipValue = 1f) => new MagnitudeAwareSignQuantizer(clipValue);

    /// <inheritdoc cref="SteHeavisideQuantizer"/>
    /// <param name="clipValue">Half the width of the gradient's window, above 0; default 1; null for none.</param>
    public static Quantizer SteHeaviside(float? clipValue = 1f) => new SteHeavisideQuantizer(clipValue);

    /// <inheritdoc cref="SteTernQuantizer"/>
    /// <param name="thresholdValue">Δ, at least 0; default 0.05. Without effect in ternary weight networks.</param>
    /// <param name="ternaryWeightNetworks">Whether Δ is 0.7 times the mean magnitude instead; default false.</param>
    /// <param name="clipValue">Half the width of the gradient's window, above 0; default 1; null for none.</param>
    public static Quantizer SteTern(
        float thresholdValue = 0.05f, bool ternaryWeightNetworks = false, float? clipValue = 1f) =>
        new SteTernQuantizer(thresholdValue, ternaryWeightNetworks, clipValue);

    /// <inheritdoc cref="DoReFaQuantizer"/>
    /// <param name="kBit">k, bits a value, from 1 to 24; default 2.</param>
    /// <param name="mode">What is quantized; default activations.</param>
    public static Quantizer DoReFa(int kBit = 2, DoReFaMode mode = DoReFaMode.Activations) =>
        new DoReFaQuantizer(kBit, mode);

    /// <inheritdoc cref="NoOpQuantizer"/>
    /// <param name="precision">Bits that a value needs, from 1 to 32.</param>
    public static Quantizer NoOp(int precision) => new NoOpQuantizer(precision);

    /// <inheritdoc cref="XnorWeightScaleQuantizer"/>
    public static Quantizer XnorWeightScale() => new XnorWeightScaleQuantizer();

    /// <inheritdoc cref="MagnitudeAwareSignUnclippedQuantizer"/>
    public static Quantizer MagnitudeAwareSignUnclipped() => new MagnitudeAwareSignUnclippedQuantizer();
}

/// <summary>What a <see cref="DoReFaQuantizer"/> quantizes.</summary>
public enum DoReFaMode
{
    /// <summary>Values from 0 to 1, the rest clipped; Larq's <c>"activations"</c>.</summary>
    Activations,

    /// <summary>Any values, squeezed by tanh and scaled to the largest; Larq's <c>"weights"</c>.</summary>
    Weights,
}
