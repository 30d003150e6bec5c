using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Packed;

/// <summary>Compiles convolutions without shared weights: numbers with numbers or signs, number by number.</summary>
internal static class LocallyConnectedOps
{
    public static PackedTensor Compile(LayerCompiler layer)
    {
        var kind = (LocallyConnectedKind)layer.Layer.Kind;
        var kernel = layer.Weight("kernel");

        // A bias for each position and filter is that of one pixel with so many channels.
        var after = new SumFinish(kind.UseBias ? layer.Weight("bias") : [], kind.Activation);
        return RowKernels.Compile(
            layer, kernel, kind.Filters, kind.Kernel, "weights that are used once a row have no packed kernel",
            kernel.Length, after, new Make(layer, kind, after));
    }

    private sealed record Make(LayerCompiler Layer, LocallyConnectedKind Kind, SumFinish After) : IMakeOp
    {
        public PackedOp With<TKernel>(TKernel kernel)
            where TKernel : struct, IKernelRows => new LocallyConnectedOp<TKernel>(
                ConvolutionOps.Quantized(Layer, Kind.Input), Kind.WindowOver(Layer.Shape),
                Layer.Shape.Rank == 3 ? Layer.Shape[1] : Layer.Shape[0], Layer.Shape.Channels, Kind.Filters, kernel,
                After, Layer.Output());
    }
}

/// <summary>
/// Each position's window with its own weights. Order of each sum: from 0, over kernel row, kernel column, channel,
/// each product and each sum rounded.
/// </summary>
internal sealed class LocallyConnectedOp<TKernel>(
    FloatSlot input, Window2D window, int width, int channels, int filters, TKernel kernel, SumFinish finish,
    FloatSlot output)
    : PackedOp(output, input)
    where TKernel : struct, IKernelRows
{
    public override void Run(Arena arena)
    {
        ReadOnlySpan<float> image = arena[input];
        var sums = arena[output];
        sums.Clear();
        var line = window.Kernel.Width * channels;
        var next = 0;
        for (var y = 0; y < window.Rows.Output; y++)
        {
            for (var x = 0; x < window.Columns.Output; x++)
            {
                for (var row = 0; row < window.Kernel.Height; row++)
                {
                    var first = ((((y * window.Strides.Height) + row) * width) + (x * window.Strides.Width)) * channels;
                    foreach (var value in image.Slice(first, line))
                        kernel.Accumulate(next++, 0, value, sums[..filters]);
                }

                sums = sums[filters..];
            }
        }

        finish.Run(arena[output]);
    }
}
