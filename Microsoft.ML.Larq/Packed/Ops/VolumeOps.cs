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
        if (reason is null)
        {
            BinaryConvolution[] signs =
                [.. weights.Select(part => layer.Kernels.Convolution(plane, part, (int)pad))];
            layer.Report(
                PackedArithmetic.Packed, $"input {kind.Input?.ToString() ?? "already ±1"}, kernel {kind.Kernel}",
                signs[0].Name, bytes + signs.Sum(part => part.Bytes), macs);
            return layer.Finish(new BinaryVolumeOp(
                Planes(layer, kind.Input, plane), signs, volume, outside, after, layer.Output()));
        }

        var bits = ConvolutionOps.IsSigns(kind.Kernel);
        FloatConvolution[] numbers =
            [.. weights.Select(part => layer.Kernels.Convolution(plane, part, pad, bits))];
        layer.Report(
            PackedArithmetic.Float, bits ? reason + ConvolutionOps.InBits : reason, numbers[0].Name,
            bytes + numbers.Sum(part => part.Bytes), macs);
        return layer.Finish(new FloatVolumeOp(
            ConvolutionOps.Quantized(layer, kind.Input), numbers, volume, outside, after, layer.Output()));
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

    private static WordSlot Planes(LayerCompiler layer, Quantizer? input, ConvolutionShape plane)
    {
        var numbers = ConvolutionOps.WithSigns(layer, input);
        var cells = plane.Height * plane.Width * plane.Channels;
        var one = layer.Kernels.Format.Slot(cells, plane.GroupChannels).Length;
        var all = new WordSlot(checked(one * layer.Shape[0]));
        layer.Add(new PackPlanesOp(layer.Kernels, numbers, cells, plane.GroupChannels, one, all));
        return all;
    }
}

/// <summary>The geometry of a convolution of volumes.</summary>
/// <param name="Depth">How the window moves through the planes.</param>
/// <param name="Planes">Planes of the input.</param>
/// <param name="Stride">Planes from one output to the next.</param>
/// <param name="Dilation">Planes from one tap to the next.</param>
/// <param name="Plane">What happens on a plane.</param>
internal sealed record Volume(WindowAxis Depth, int Planes, int Stride, int Dilation, ConvolutionShape Plane)
{
    public static Volume Of(Conv3DKind kind, TensorShape volume) => new(
        kind.DepthOver(volume), volume[0], kind.Strides.Depth, kind.DilationRate.Depth,
        ConvolutionShape.Of(kind, volume, kind.Filters, kind.Groups));
}
