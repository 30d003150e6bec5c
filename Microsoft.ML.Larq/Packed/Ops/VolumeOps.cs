using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Packed;

/// <summary>
/// Compiles convolutions of volumes: for every tap of the kernel's depth a convolution of planes, whose sums are added.
/// </summary>
internal static class VolumeOps
{
    public static PackedTensor Filters(LayerCompiler layer)
    {
        var kind = (Conv3DKind)layer.Layer.Kind;
        var volume = Volume.Of(kind, layer.Shape);
        var (plane, after) = (volume.Plane, new SumFinish(kind.UseBias ? layer.Weight("bias") : [], kind.Activation));
        var pad = plane.Padded || volume.Depth.Before > 0 || volume.Depth.After > 0 ? kind.PadAround : 0;
        var weights = layer.Weight("kernel").Chunk(plane.Taps * plane.GroupChannels * plane.Filters).ToArray();
        float[][] outside = pad == 0 ? [] : [.. weights.Select(part => Outside(part, plane.Filters, pad))];
        var bytes = after.Bytes + outside.Sum(sums => (long)sums.Length * sizeof(float));
        var macs = plane.Macs * weights.Length * volume.Depth.Output;
        var reason = ConvolutionOps.WhyFloat(layer, kind.Input, kind.Kernel, pad);
        var sums = volume.Sums(outside);
        var finishing = new Finishing(after, layer.Output());
        if (reason is null)
        {
            BinaryConvolution[] signs =
                [.. weights.Select(part => layer.Kernels.Convolution(plane, part, (int)pad))];
            layer.Report(
                PackedArithmetic.Packed, $"input {kind.Input?.ToString() ?? "already ±1"}, kernel {kind.Kernel}",
                signs[0].Name, bytes + signs.Sum(part => part.Bytes), macs);
            return layer.Finish(new BinaryVolumeOp(
                Planes(layer, plane, signs[0].InputRun), volume.Planes, signs, sums, finishing));
        }

        var bits = ConvolutionOps.IsSigns(kind.Kernel);
        FloatConvolution[] numbers =
            [.. weights.Select(part => layer.Kernels.Convolution(plane, part, pad, bits))];
        layer.Report(
            PackedArithmetic.Float, bits ? reason + ConvolutionOps.InBits : reason, numbers[0].Name,
            bytes + numbers.Sum(part => part.Bytes), macs);
        return layer.Finish(new FloatVolumeOp(
            ConvolutionOps.Quantized(layer, kind.Input), volume.Planes, numbers, sums, finishing));
    }

    // What a plane of padding adds to each filter.
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

    /// <summary>The signs of the input, every plane from a word of its own on.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="plane">The geometry of a plane.</param>
    /// <param name="run">Signs of a run.</param>
    public static WordSlot Planes(LayerCompiler layer, ConvolutionShape plane, int run)
    {
        var cells = plane.Height * plane.Width * plane.Channels;
        var one = layer.Kernels.Format.Slot(cells, run).Length;
        var all = new WordSlot(checked(one * layer.Shape[0]));
        layer.Add(new PackPlanesOp(layer.Kernels, layer.Floats(), cells, run, one, all));
        return all;
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
    public static Volume Of(Conv3DKind kind, TensorShape volume) => new(
        kind.DepthOver(volume), kind.KernelSize.Depth, volume[0], kind.Strides.Depth, kind.DilationRate.Depth,
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
