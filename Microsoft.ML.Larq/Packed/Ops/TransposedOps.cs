using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Packed;

/// <summary>Compiles transposed convolutions: numbers with numbers or signs, number by number.</summary>
internal static class TransposedOps
{
    public static PackedTensor Compile(LayerCompiler layer)
    {
        var kind = (TransposedKind)layer.Layer.Kind;
        TransposedAxis[] axes = [.. kind.AxesOver(layer.Shape).Select(axis => axis!.Value)];
        var plane = new TransposedAxis(1, 1, 0, 1, 1, 1);
        var shape = new TransposedShape(
            axes.Length == 3 ? axes[0] : plane, axes[^2], axes[^1], layer.Shape.Channels, kind.Filters);
        var after = new SumFinish(kind.UseBias ? layer.Weight("bias") : [], kind.Activation);
        return RowKernels.Compile(
            layer, ChannelsFirst(layer.Weight("kernel"), kind.Filters, shape.Channels), kind.Filters, kind.Kernel,
            "a transposed convolution has no packed kernel", shape.Macs, after,
            new Make(layer, kind.Input, shape, after));
    }

    // From (taps, filters, channels) to (taps, channels, filters).
    private static float[] ChannelsFirst(float[] kernel, int filters, int channels)
    {
        var turned = new float[kernel.Length];
        for (var i = 0; i < kernel.Length; i++)
        {
            var (rest, channel) = Math.DivRem(i, channels);
            var (tap, filter) = Math.DivRem(rest, filters);
            turned[(((tap * channels) + channel) * filters) + filter] = kernel[i];
        }

        return turned;
    }

    private sealed record Make(LayerCompiler Layer, Quantizer? Input, TransposedShape Shape, SumFinish After) : IMakeOp
    {
        public PackedOp With<TKernel>(TKernel kernel)
            where TKernel : struct, IKernelRows => new TransposedConvolutionOp<TKernel>(
                ConvolutionOps.Quantized(Layer, Input), Shape, kernel, After, Layer.Output());
    }
}

/// <summary>The geometry of a transposed convolution; one over images has a depth of 1.</summary>
internal sealed record TransposedShape(
    TransposedAxis Depth, TransposedAxis Rows, TransposedAxis Columns, int Channels, int Filters)
{
    public long Macs => (long)Depth.Output * Rows.Output * Columns.Output * Channels * Filters
        * Depth.Kernel * Rows.Kernel * Columns.Kernel;
}

/// <summary>
/// Gathers what taps bring to each output cell. Order of each sum: from 0, over the kernel's planes, rows, columns,
/// then channels, each product and each sum rounded.
/// </summary>
internal sealed class TransposedConvolutionOp<TKernel>(
    FloatSlot input, TransposedShape shape, TKernel kernel, SumFinish finish, FloatSlot output)
    : PackedOp(output, input)
    where TKernel : struct, IKernelRows
{
    public override void Run(Arena arena)
    {
        var sums = arena[output];
        sums.Clear();
        for (var z = 0; z < shape.Depth.Output; z++)
        {
            for (var y = 0; y < shape.Rows.Output; y++)
            {
                for (var x = 0; x < shape.Columns.Output; x++)
                {
                    Cell(arena[input], z, y, x, sums[..shape.Filters]);
                    sums = sums[shape.Filters..];
                }
            }
        }

        finish.Run(arena[output]);
    }

    private void Cell(ReadOnlySpan<float> image, int z, int y, int x, Span<float> sums)
    {
        for (var i = 0; i < shape.Depth.Kernel; i++)
        {
            if (From(shape.Depth, z, i) is not (>= 0 and var plane)) continue;
            for (var j = 0; j < shape.Rows.Kernel; j++)
            {
                if (From(shape.Rows, y, j) is not (>= 0 and var row)) continue;
                for (var k = 0; k < shape.Columns.Kernel; k++)
                {
                    if (From(shape.Columns, x, k) is not (>= 0 and var column)) continue;
                    var cell = (((plane * shape.Rows.Input) + row) * shape.Columns.Input) + column;
                    var tap = (((i * shape.Rows.Kernel) + j) * shape.Columns.Kernel) + k;
                    Tap(image.Slice(cell * shape.Channels, shape.Channels), tap, sums);
                }
            }
        }
    }

    private void Tap(ReadOnlySpan<float> cell, int tap, Span<float> sums)
    {
        for (var channel = 0; channel < cell.Length; channel++)
            kernel.Accumulate((tap * cell.Length) + channel, 0, cell[channel], sums);
    }

    /// <summary>The input that meets an output at a tap; −1 where there is none.</summary>
    private static int From(TransposedAxis axis, int at, int tap)
    {
        var (from, rest) = Math.DivRem(at + axis.Before - (tap * axis.Dilation), axis.Stride);
        return rest == 0 && from >= 0 && from < axis.Input ? from : -1;
    }
}
