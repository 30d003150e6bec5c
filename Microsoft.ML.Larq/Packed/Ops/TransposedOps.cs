using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Operands;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>
/// The geometry of transposed convolutions: output pixels whose places leave the same rest by the strides meet the same
/// taps, so that each such part of the output is an ordinary convolution without strides.
/// </summary>
/// <remarks>
/// Input i and tap t meet at output o = i·s + t·d − before. Of the outputs r, r + s, r + 2s, …, tap t gives to all or
/// to none; from a tap that gives to the next that does, i falls by d/gcd(s, d). So the taps, from the last to the
/// first, are a window of that dilation, and what lies outside the input adds nothing. That is also the order in which
/// each sum is taken: over the kernel's planes forwards, its rows and columns backwards, channels forwards.
/// </remarks>
internal static class TransposedOps
{
    public static PackedTensor Compile(LayerCompiler layer)
    {
        var kind = (TransposedKind)layer.Layer.Kind;
        TransposedAxis[] axes = [.. kind.AxesOver(layer.Shape).Select(axis => axis!.Value)];
        var depth = axes.Length == 3 ? axes[0] : new TransposedAxis(1, 1, 0, 1, 1, 1);
        var shape = new TransposedShape(depth, axes[^2], axes[^1], layer.Shape.Channels, kind.Filters);
        var weights = shape.Turned(layer.Weight("kernel"));
        var plan = new KernelPlan(layer, kind.Kernel.Quantizer, weights, kind.Filters, shape.Size);
        return PlaneSumOps.Compile(
            layer, plan, shape.Sums(), depth.Input, [.. shape.Kernels(plan.Weights)],
            plan.Finish(layer.Bias(kind.UseBias), kind.Activation), shape.Macs);
    }
}

/// <summary>The geometry of a transposed convolution; one over images has a depth of 1.</summary>
internal sealed record TransposedShape(
    TransposedAxis Depth, TransposedAxis Rows, TransposedAxis Columns, int Channels, int Filters)
{
    public long Macs => (long)Depth.Output * Rows.Output * Columns.Output * Channels * Filters
        * Depth.Kernel * Rows.Kernel * Columns.Kernel;

    /// <summary>The kernel's size; of its taps a pixel meets a part.</summary>
    public KernelSize Size
    {
        get
        {
            var depth = (long)Depth.Kernel * Rows.Kernel * Columns.Kernel * Channels;
            return new KernelSize(depth, depth * Filters / ((long)Depth.Stride * Rows.Stride * Columns.Stride));
        }
    }

    /// <summary>How planes and parts make up the output.</summary>
    public PlaneSums Sums()
    {
        int From(int z, int tap)
        {
            var (from, rest) = Math.DivRem(z + Depth.Before - (tap * Depth.Dilation), Depth.Stride);
            return rest == 0 && from >= 0 && from < Depth.Input ? from : -1;
        }

        int[][] from = [.. Enumerable.Range(0, Depth.Output).Select(z =>
            (int[])[.. Enumerable.Range(0, Depth.Kernel).Select(tap => From(z, tap))])];
        return new PlaneSums(Filters, Rows.Output, Columns.Output, from, [], [.. Parts().Select(part =>
            new PlanePart(part.Rows.Cells, part.Columns.Cells))]);
    }

    /// <summary>From (planes, rows, columns, filters, channels) to filters last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public float[] Turned(float[] kernel)
    {
        var turned = new float[kernel.Length];
        for (var i = 0; i < turned.Length; i++)
        {
            var (rest, filter) = Math.DivRem(i, Filters);
            var (tap, channel) = Math.DivRem(rest, Channels);
            turned[i] = kernel[(((tap * Filters) + filter) * Channels) + channel];
        }

        return turned;
    }

    /// <summary>For each part, for each plane of the kernel, a convolution; null for none.</summary>
    /// <param name="kernel">Row-major (planes, rows, columns, channels, filters).</param>
    public IEnumerable<PartKernel?> Kernels(float[] kernel) =>
        from part in Parts()
        from plane in Enumerable.Range(0, Depth.Kernel)
        select part.Rows.Taps.Length * part.Columns.Taps.Length == 0
            ? null
            : new PartKernel(Shape(part.Rows, part.Columns), Weights(kernel, plane, part.Rows.Taps, part.Columns.Taps));

    private IEnumerable<(TransposedPart Rows, TransposedPart Columns)> Parts() =>
        from rows in TransposedPart.Of(Rows)
        from columns in TransposedPart.Of(Columns)
        select (rows, columns);

    private ConvolutionShape Shape(TransposedPart rows, TransposedPart columns) => new(
        Rows.Input, Columns.Input, Channels, Filters, 1,
        new Window2D(
            rows.Window, columns.Window, new Size2D(rows.Taps.Length, columns.Taps.Length), Size2D.One,
            new Size2D(rows.Dilation, columns.Dilation)));

    // Of some taps.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private float[] Weights(float[] kernel, int plane, int[] rows, int[] columns)
    {
        var tap = Channels * Filters;
        var weights = new float[rows.Length * columns.Length * tap];
        for (var cell = 0; cell < rows.Length * columns.Length; cell++)
        {
            var (row, column) = (rows[cell / columns.Length], columns[cell % columns.Length]);
            var from = (((plane * Rows.Kernel) + row) * Columns.Kernel) + column;
            kernel.AsSpan(from * tap, tap).CopyTo(weights.AsSpan(cell * tap, tap));
        }

        return weights;
    }
}

/// <summary>Outputs along one axis that meet the same taps.</summary>
/// <param name="Cells">Where they are.</param>
/// <param name="Taps">The taps, the last first.</param>
/// <param name="Window">How a window of those taps moves over the input.</param>
/// <param name="Dilation">Inputs from one of them to the next.</param>
internal sealed record TransposedPart(PartAxis Cells, int[] Taps, WindowAxis Window, int Dilation)
{
    /// <summary>All parts of an axis that have any output.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static IEnumerable<TransposedPart> Of(TransposedAxis axis)
    {
        for (var first = 0; first < Math.Min(axis.Stride, axis.Output); first++)
        {
            var count = ((axis.Output - first - 1) / axis.Stride) + 1;
            int[] taps = [.. Enumerable.Range(0, axis.Kernel).Reverse()
                .Where(tap => (first + axis.Before - (tap * axis.Dilation)) % axis.Stride == 0)];
            var dilation = taps.Length < 2 ? 1 : (taps[0] - taps[1]) * axis.Dilation / axis.Stride;

            // The input cell at which the last tap meets the first output; negative where that lies before the input.
            var start = taps.Length == 0 ? 0 : (first + axis.Before - (taps[0] * axis.Dilation)) / axis.Stride;
            var end = start + count + ((taps.Length - 1) * dilation);
            yield return new TransposedPart(
                new PartAxis(first, axis.Stride, count), taps,
                new WindowAxis(count, -start, Math.Max(0, end - axis.Input)), dilation);
        }
    }
}
