using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Packed;

/// <summary>
/// Compiles dense layers and convolutions: sign × sign packed, number × sign and number × number in float.
/// </summary>
internal static class ConvolutionOps
{
    private const string InBits = "; the kernel's signs are kept as bits";

    public static PackedTensor Dense(LayerCompiler layer)
    {
        var kind = (DenseKind)layer.Layer.Kind;
        return Compile(
            layer, ConvolutionShape.Of(kind, layer.Shape), kind.Input, kind.Kernel, 0, kind.UseBias, kind.Activation);
    }

    public static PackedTensor Conv2D(LayerCompiler layer)
    {
        var kind = (Conv2DKind)layer.Layer.Kind;
        var shape = ConvolutionShape.Of(kind, layer.Shape);
        var pad = shape.Padded ? kind.Pad : 0;
        return Compile(layer, shape, kind.Input, kind.Kernel, pad, kind.UseBias, kind.Activation);
    }

    /// <summary>Each channel is a group of its own; (height, width, channels, 1) lies as (height, width, 1, channels).</summary>
    public static PackedTensor Blur(LayerCompiler layer)
    {
        var (image, window) = (layer.Shape, ((BlurPool2DLayer)layer.Layer.Kind).WindowOver(layer.Shape));
        var shape = new ConvolutionShape(image[0], image[1], image.Channels, image.Channels, image.Channels, window);
        var convolution = layer.Kernels.Convolution(shape, layer.Weight("depthwise_kernel"), 0f, signs: false);
        layer.Report(
            PackedArithmetic.Float, "a layer of real numbers", convolution.Name, convolution.Bytes, shape.Macs);
        return layer.Finish(new FloatConvolutionOp(
            layer.Floats(), convolution, new SumFinish([], ActivationFunction.Linear), layer.Output()));
    }

    private static PackedTensor Compile(
        LayerCompiler layer, ConvolutionShape shape, Quantizer? input, Quantizer? kernel, float pad,
        bool useBias, ActivationFunction activation)
    {
        var after = new SumFinish(useBias ? layer.Weight("bias") : [], activation);
        var weights = layer.Weight("kernel");
        var reason = WhyFloat(layer, input, kernel, pad);
        if (reason is null)
        {
            var signs = layer.Kernels.Convolution(shape, weights, (int)pad);
            var from = input?.ToString() ?? "already ±1";
            layer.Report(
                PackedArithmetic.Packed, $"input {from}, kernel {kernel}", signs.Name,
                signs.Bytes + after.Bytes, shape.Macs);
            return layer.Finish(new BinaryConvolutionOp(
                Signs(layer, input, shape.GroupChannels), signs, after, layer.Output()));
        }

        var bits = kernel?.Alphabet == Alphabet.Signs;
        var convolution = layer.Kernels.Convolution(shape, weights, pad, bits);
        layer.Report(
            PackedArithmetic.Float, bits ? reason + InBits : reason, convolution.Name,
            convolution.Bytes + after.Bytes, shape.Macs);
        return layer.Finish(new FloatConvolutionOp(Quantized(layer, input), convolution, after, layer.Output()));
    }

    /// <summary>The first reason for which a layer cannot run packed; null where it can.</summary>
    private static string? WhyFloat(LayerCompiler layer, Quantizer? input, Quantizer? kernel, float pad)
    {
        if (layer.Layer.Kind is DenseLayer or Conv2DLayer) return "a layer of real numbers";
        if (kernel is null) return "no kernel quantizer";
        if (kernel.Alphabet != Alphabet.Signs) return $"kernel quantizer {kernel} gives {kernel.Alphabet}, not ±1";
        if (input is null && layer.Input.Alphabet != Alphabet.Signs)
            return "no input quantizer, and the input is not known to be ±1";
        if (input is not null && input.Alphabet != Alphabet.Signs)
            return $"input quantizer {input} gives {input.Alphabet}, not ±1";
        return pad is -1 or 0 or 1 ? null : $"pad value {pad:R} is not −1, 0 or 1";
    }

    // The library's signs are what packing makes of the numbers; another quantizer's are computed first.
    private static WordSlot Signs(LayerCompiler layer, Quantizer? input, int run) => input is CustomQuantizer
        ? layer.Signs(PackedTensor.Of(Quantized(layer, input), Alphabet.Signs), run)
        : layer.Signs(run);

    private static FloatSlot Quantized(LayerCompiler layer, Quantizer? input)
    {
        var numbers = layer.Floats();
        if (input is null) return numbers;
        var quantized = new FloatSlot(numbers.Length);
        layer.Add(new QuantizeOp(input, layer.InputParameters(), layer.Shape, numbers, quantized));
        return quantized;
    }
}

internal sealed class FloatConvolutionOp(
    FloatSlot input, FloatConvolution convolution, SumFinish finish, FloatSlot output)
    : PackedOp(output, input)
{
    public override int ScratchWords => convolution.ScratchWords;

    public override void Run(Arena arena)
    {
        convolution.Run(arena[input], arena.Scratch, arena[output]);
        finish.Run(arena[output]);
    }
}
