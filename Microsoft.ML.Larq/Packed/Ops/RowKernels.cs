using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Packed;

/// <summary>Makes an operation for a kernel of numbers or of signs.</summary>
internal interface IMakeOp
{
    PackedOp With<TKernel>(TKernel kernel)
        where TKernel : struct, IKernelRows;
}

/// <summary>Layers that run number by number, and keep a kernel of ±1 as bits.</summary>
internal static class RowKernels
{
    /// <param name="layer">The layer.</param>
    /// <param name="weights">Rows of one weight for each filter.</param>
    /// <param name="filters">Length of a row.</param>
    /// <param name="quantizer">What the weights were quantized with.</param>
    /// <param name="why">Why a quantized layer is not packed.</param>
    /// <param name="macs">Multiply-accumulates a row.</param>
    /// <param name="after">What becomes of the sums.</param>
    /// <param name="make">Makes the operation.</param>
    public static PackedTensor Compile(
        LayerCompiler layer, float[] weights, int filters, Quantizer? quantizer, string why, long macs, SumFinish after,
        IMakeOp make)
    {
        var reason = ConvolutionOps.WhyFloat(layer, Input(layer.Layer.Kind), quantizer, 0) ?? why;
        if (!ConvolutionOps.IsSigns(quantizer))
        {
            Report(layer, reason, weights.Length * (long)sizeof(float), after, macs);
            return layer.Finish(make.With(new FloatKernelRows(weights, filters)));
        }

        var words = new ulong[Bits.Words(weights.Length, filters)];
        ScalarSigns.Pack(weights, filters, words);
        Report(layer, reason + ConvolutionOps.InBits, words.Length * (long)sizeof(ulong), after, macs);
        return layer.Finish(make.With(new SignKernelRows(words, filters)));
    }

    private static Quantizer? Input(LayerKind kind) => kind switch
    {
        TransposedKind transposed => transposed.Input,
        LocallyConnectedKind local => local.Input,
        _ => null,
    };

    private static void Report(LayerCompiler layer, string why, long bytes, SumFinish after, long macs) =>
        layer.Report(PackedArithmetic.Float, why, "Scalar" + layer.Layer.Kind.ClassName, bytes + after.Bytes, macs);
}
