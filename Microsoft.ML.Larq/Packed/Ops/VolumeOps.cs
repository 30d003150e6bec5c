using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Binary;
using Microsoft.ML.Larq.Packed.Kernels.Float;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>
/// Compiles convolutions of volumes: for every tap of the kernel's depth a convolution of planes, whose sums are added.
/// </summary>
internal static class VolumeOps
{
    public static PackedTensor Filters(LayerCompiler layer)
    {
        var kind = (Conv3DLayer)layer.Layer.Kind;
        var volume = Volume.Of(kind, layer.Shape);
        var plane = volume.Plane;
        var pad = plane.Padded || volume.Depth.Before > 0 || volume.Depth.After > 0 ? kind.PadAround : 0;
        var (bias, weights) = (kind.UseBias ? layer.Weight("bias") : [], layer.Weight("kernel"));
        var scaled = ScaledSigns.Of(weights, plane.Filters, kind.Kernel.Quantizer);
        weights = scaled?.Signs ?? weights;
        var taps = weights.Chunk(plane.Taps * plane.GroupChannels * plane.Filters).ToArray();
        var size = new KernelSize(weights.Length / plane.Filters, plane.GroupFilters);
        var macs = plane.Macs * taps.Length * volume.Depth.Output;
        var input = layer.InputQuantizer;
        var reason = ConvolutionOps.WhyFloat(layer, input, kind.Kernel.Quantizer, pad, size, scaled is not null);
        if (reason is null)
        {
            var planes = new SignPlanes(layer, plane, input, kind.Kernel.Quantizer!);
            float[][] told = [.. taps.Select(planes.Weights)];
            var around = planes.Pad((int)pad);
            BinaryConvolution[] signs =
                [.. told.Select(part => layer.Kernels.Convolution(planes.Shape, part, around, planes.Count))];
            var sums = Outside(told, plane.Filters, around * signs[0].Weight);
            var after = planes.Finish(bias, kind.Activation, weights).Times(scaled?.Scale);
            layer.Report(
                PackedArithmetic.Packed,
                $"input {input?.ToString() ?? "already ±1"}, kernel {kind.Kernel.Quantizer}{planes.Why}", signs[0].Name,
                Bytes(after, sums) + signs.Sum(part => part.Bytes), macs);
            return layer.Finish(new BinaryVolumeOp(
                planes.Signs(signs[0].InputRun, volume.Planes), volume.Planes, signs, volume.Sums(sums),
                new Finishing(after, layer.Output())));
        }

        var bits = scaled is not null || ConvolutionOps.IsSigns(kind.Kernel.Quantizer);
        var levels = ConvolutionOps.Whole(input, kind.Kernel.Quantizer, pad, size, scaled is not null);
        if (levels is not null) (pad, reason) = (pad * levels.Steps, reason + ConvolutionOps.InLevels);
        FloatConvolution[] numbers = [.. taps.Select(part => layer.Kernels.Convolution(plane, part, pad, bits))];
        var outside = Outside(taps, plane.Filters, pad);
        var finish = new SumFinish(bias, kind.Activation).Times(ConvolutionOps.Units(levels, plane.Filters))
            .Times(scaled?.Scale);
        layer.Report(
            PackedArithmetic.Float, bits ? reason + ConvolutionOps.InBits : reason, numbers[0].Name,
            Bytes(finish, outside) + numbers.Sum(part => part.Bytes), macs);
        return layer.Finish(new FloatVolumeOp(
            levels is null ? ConvolutionOps.Quantized(layer, input) : LevelPlanes.Numbers(layer, levels),
            volume.Planes, numbers, volume.Sums(outside), new Finishing(finish, layer.Output())));
    }

    private static long Bytes(SumFinish finish, float[][] outside) =>
        finish.Bytes + outside.Sum(sums => (long)sums.Length * sizeof(float));

    // For each tap what a plane of padding adds to each filter; none for pad 0.
    private static float[][] Outside(float[][] taps, int filters, float pad) =>
        pad == 0 ? [] : [.. taps.Select(part => Outside(part, filters, pad))];

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
        kind.Stencil.Along(volume, 0), kind.KernelSize.Depth, volume[0], kind.Strides.Depth, kind.DilationRate.Depth,
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
