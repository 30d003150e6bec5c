using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Operands;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>
/// The geometry of convolutions of volumes: for every tap of the kernel's depth a convolution of planes, whose sums are
/// added.
/// </summary>
internal static class VolumeOps
{
    public static PackedTensor Filters(LayerCompiler layer)
    {
        var kind = (Conv3DLayer)layer.Layer.Kind;
        var volume = Volume.Of(kind, layer.Shape);
        var plane = volume.Plane;
        var pad = plane.Padded || volume.Depth.Before > 0 || volume.Depth.After > 0 ? kind.PadAround : 0;
        var weights = layer.Weight("kernel");
        var size = KernelSize.Of(weights.Length / plane.Filters, plane.GroupFilters);
        var plan = new KernelPlan(layer, kind.Kernel.Quantizer, weights, plane.Filters, size, pad);
        PartKernel[] taps =
        [
            .. plan.Weights.Chunk(plane.Taps * plane.GroupChannels * plane.Filters)
                .Select(part => new PartKernel(plane, part)),
        ];
        return PlaneSumOps.Compile(
            layer, plan, volume.Sums(Outside(taps, plan.Around)), volume.Planes, taps,
            plan.Finish(layer.Bias(kind.UseBias), kind.Activation), plane.Macs * taps.Length * volume.Depth.Output);
    }

    // For each tap what a plane of padding adds to each filter; none for pad 0.
    private static float[][] Outside(PartKernel[] taps, float pad) =>
        pad == 0 ? [] : [.. taps.Select(tap => Outside(tap.Weights, tap.Shape.Filters, pad))];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float[] Outside(float[] weights, int filters, float pad)
    {
        var sums = new float[filters];
        for (var i = 0; i < weights.Length; i++)
        {
            var product = pad * weights[i];
            sums[i % filters] += product;
        }

        return sums;
    }
}

/// <summary>The geometry of a convolution of volumes.</summary>
/// <param name="Depth">How the window moves through the planes.</param>
/// <param name="Taps">Taps of the kernel's depth.</param>
/// <param name="Planes">Planes of the input.</param>
/// <param name="Stride">Planes from one output to the next.</param>
/// <param name="Dilation">Planes from one tap to the next.</param>
/// <param name="Plane">What happens on a plane.</param>
internal sealed record Volume(
    WindowAxis Depth, int Taps, int Planes, int Stride, int Dilation, ConvolutionShape Plane)
{
    public static Volume Of(Conv3DLayer kind, TensorShape volume) => new(
        kind.Stencil.Along(volume, 0), kind.KernelSize[0], volume[0], kind.Strides[0], kind.DilationRate[0],
        ConvolutionShape.Of(kind, volume, kind.Filters, kind.Groups));

    /// <summary>How planes are summed up: tap t of output z meets input z·stride − before + t·dilation.</summary>
    /// <param name="outside">What a tap without a plane adds to each filter; empty for nothing.</param>
    public PlaneSums Sums(float[][] outside)
    {
        var (rows, columns) = (Plane.Window.Rows.Output, Plane.Window.Columns.Output);
        int From(int z, int tap)
        {
            var from = (z * Stride) - Depth.Before + (tap * Dilation);
            return from < Planes ? Math.Max(from, -1) : -1;
        }

        int[][] from = [.. Enumerable.Range(0, Depth.Output).Select(z =>
            (int[])[.. Enumerable.Range(0, Taps).Select(tap => From(z, tap))])];
        return new PlaneSums(
            Plane.Filters, rows, columns, from, outside, [new PlanePart(PartAxis.All(rows), PartAxis.All(columns))]);
    }
}
