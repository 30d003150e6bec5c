using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Quantizers;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Float;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>
/// Compiles dense layers and convolutions: sign × sign packed, number × sign and number × number in float; a scaled
/// sign counts as a sign, and <see cref="SignPlanes"/> tell more by signs.
/// </summary>
internal static class ConvolutionOps
{
    internal const string InBits = "; the kernel's signs are kept as bits";
    internal const string InLevels = "; whole levels are summed";

    public static PackedTensor Dense(LayerCompiler layer)
    {
        var kind = (DenseLayer)layer.Layer.Kind;
        return Compile(
            layer, ConvolutionShape.Of(kind, layer.Shape), kind.Kernel.Quantizer, 0, kind.UseBias, kind.Activation);
    }

    /// <summary>One kernel over images or sequences.</summary>
    public static PackedTensor Filters(LayerCompiler layer)
    {
        var kind = (FilterKind)layer.Layer.Kind;
        var shape = ConvolutionShape.Of(kind, layer.Shape, kind.Filters, kind.Groups);
        return Compile(layer, shape, kind.Kernel.Quantizer, Pad(kind, shape), kind.UseBias, kind.Activation);
    }

    public static PackedTensor Depthwise(LayerCompiler layer)
    {
        var kind = (DepthwiseConv2DLayer)layer.Layer.Kind;
        var shape = ConvolutionShape.Depthwise(kind, layer.Shape, kind.DepthMultiplier);
        return Compile(
            layer, shape, kind.Depthwise.Quantizer, Pad(kind, shape), kind.UseBias, kind.Activation,
            "depthwise_kernel");
    }

    internal static float Pad(ConvolutionKind kind, ConvolutionShape shape) => shape.Padded ? kind.PadAround : 0;

    internal static bool IsReal(LayerKind kind) => !kind.IsQuantized;

    internal static bool IsSigns(Quantizer? kernel) => kernel?.Alphabet == Alphabet.Signs;

    /// <summary>
    /// Each channel is a group of its own; (height, width, channels, 1) lies as (height, width, 1, channels).
    /// </summary>
    public static PackedTensor Blur(LayerCompiler layer)
    {
        var (image, window) = (layer.Shape, ((BlurPool2DLayer)layer.Layer.Kind).WindowOver(layer.Shape));
        var shape = new ConvolutionShape(image[0], image[1], image.Channels, image.Channels, image.Channels, window);
        var convolution = layer.Kernels.Convolution(shape, layer.Weight("depthwise_kernel"), 0f, isSigns: false);
        layer.Report(
            PackedArithmetic.Float, "a layer of real numbers", convolution.Name, convolution.Bytes, shape.Macs);
        return layer.Finish(new FloatConvolutionOp(
            layer.Floats(), convolution, new Finishing(SumFinish.Nothing, layer.Output())));
    }

    private static PackedTensor Compile(
        LayerCompiler layer, ConvolutionShape shape, Quantizer? kernel, float pad, bool useBias,
        ActivationFunction activation, string weight = "kernel")
    {
        var input = layer.InputQuantizer;
        var bias = useBias ? layer.Weight("bias") : [];
        var weights = layer.Weight(weight);
        var scaled = ScaledSigns.Of(weights, shape.Filters, kernel);
        var size = layer.Layer.Kind is DepthwiseConv2DLayer
            ? default
            : new KernelSize(weights.Length / shape.Filters, shape.GroupFilters);
        var reason = WhyFloat(layer, input, kernel, pad, size, scaled is not null);
        if (reason is null)
        {
            var planes = new SignPlanes(layer, shape, input, kernel!);
            var signs = layer.Kernels.Convolution(
                planes.Shape, planes.Weights(scaled?.Signs ?? weights), planes.Pad((int)pad), planes.Count);
            var after = planes.Finish(bias, activation, scaled?.Signs ?? weights).Times(scaled?.Scale);
            layer.Report(
                PackedArithmetic.Packed, $"input {input?.ToString() ?? "already ±1"}, kernel {kernel}{planes.Why}",
                signs.Name, signs.Bytes + after.Bytes, shape.Macs);
            return layer.Finish(new BinaryConvolutionOp(
                planes.Signs(signs.InputRun), signs, new Finishing(after, layer.Output())));
        }

        var bits = scaled is not null || IsSigns(kernel);
        var levels = Whole(input, kernel, pad, size, scaled is not null);
        var convolution = layer.Kernels.Convolution(
            shape, scaled?.Signs ?? weights, pad * (levels?.Steps ?? 1), bits);
        var finish = new SumFinish(bias, activation).Times(Units(levels, shape.Filters)).Times(scaled?.Scale);
        if (levels is not null) reason += InLevels;
        layer.Report(
            PackedArithmetic.Float, bits ? reason + InBits : reason, convolution.Name, convolution.Bytes + finish.Bytes,
            shape.Macs);
        var numbers = levels is null ? Quantized(layer, input) : LevelPlanes.Numbers(layer, levels);
        return layer.Finish(new FloatConvolutionOp(numbers, convolution, new Finishing(finish, layer.Output())));
    }

    /// <summary>The input's quantizer where a layer in float sums its levels; null where it sums numbers.</summary>
    /// <param name="input">The input's quantizer.</param>
    /// <param name="kernel">The kernel's quantizer.</param>
    /// <param name="pad">What lies around the input.</param>
    /// <param name="size">The kernel's size.</param>
    /// <param name="scaled">Whether the kernel is taken apart into <see cref="ScaledSigns"/>.</param>
    internal static DoReFaQuantizer? Whole(
        Quantizer? input, Quantizer? kernel, float pad, KernelSize size, bool scaled) =>
        size.Depth > 0 && (scaled || kernel?.Alphabet is Alphabet.Signs or Alphabet.Ternary)
        && LevelPlanes.Of(input) is { } levels && WholeLevels.AreExact(levels.Steps, size.Depth)
        && WholeLevels.IsLevel(pad)
            ? levels
            : null;

    /// <summary>What 1 in each filter's sum of levels is worth; null without levels.</summary>
    [return: NotNullIfNotNull(nameof(levels))]
    internal static float[]? Units(DoReFaQuantizer? levels, int filters)
    {
        if (levels is null) return null;
        var units = new float[filters];
        Array.Fill(units, WholeLevels.Unit(levels.Steps));
        return units;
    }

    /// <summary>The first reason for which a layer cannot run packed; null where it can.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="input">The input's quantizer.</param>
    /// <param name="kernel">The kernel's quantizer.</param>
    /// <param name="pad">What lies around the input.</param>
    /// <param name="size">
    /// The kernel's size where <see cref="SignPlanes"/> tell what is not ±1 but could be told by signs; otherwise none.
    /// </param>
    /// <param name="scaled">Whether the kernel is taken apart into <see cref="ScaledSigns"/>.</param>
    internal static string? WhyFloat(
        LayerCompiler layer, Quantizer? input, Quantizer? kernel, float pad, KernelSize size = default,
        bool scaled = false)
    {
        var planes = size.Depth > 0;
        var levels = planes ? LevelPlanes.Of(input) : null;
        if (IsReal(layer.Layer.Kind)) return "a layer of real numbers";
        if (kernel is null) return "no kernel quantizer";
        if (planes && !scaled && kernel.IsScaledSign)
            return $"kernel quantizer {kernel} gives a filter that is not ± one finite number";
        if (!scaled && kernel.Alphabet != Alphabet.Signs && !(planes && kernel.Alphabet == Alphabet.Ternary))
            return $"kernel quantizer {kernel} gives {kernel.Alphabet}, not ±1";
        if (input is null && layer.Input.Alphabet != Alphabet.Signs)
            return "no input quantizer, and the input is not known to be ±1";
        var bits = levels is not null
            || (input?.Alphabet == Alphabet.ZeroOne && (planes || layer.Layer.Kind is DepthwiseConv2DLayer));
        if (input is not null && input.Alphabet != Alphabet.Signs && !bits)
            return $"input quantizer {input} gives {input.Alphabet}, not ±1";
        if (levels is not null && LevelPlanes.WhyFloat(levels, size) is { } why) return why;
        if (pad is not (-1 or 0 or 1)) return $"pad value {pad:R} is not −1, 0 or 1";
        if (levels is not null && pad == -1) return "pad value −1 is no level of the input";
        return bits && pad == -1 ? "pad value −1 is not 0 or 1, as the input is" : null;
    }

    // The library's signs are what packing makes of the numbers; another quantizer's are computed first.
    internal static WordSlot Signs(LayerCompiler layer, Quantizer? input, int run) => input is CustomQuantizer
        ? layer.Signs(PackedTensor.Of(Quantized(layer, input), Alphabet.Signs), run)
        : layer.Signs(run);

    internal static FloatSlot Quantized(LayerCompiler layer, Quantizer? input)
    {
        var numbers = layer.Floats();
        if (input is null) return numbers;
        var quantized = new FloatSlot(numbers.Length);
        layer.Add(new QuantizeOp(input, layer.InputParameters(), layer.Shape, numbers, quantized));
        return quantized;
    }
}

/// <summary>A layer of numbers.</summary>
/// <param name="input">The numbers.</param>
/// <param name="convolution">The kernel.</param>
/// <param name="after">What becomes of the sums.</param>
internal sealed class FloatConvolutionOp(FloatSlot input, FloatConvolution convolution, Finishing after)
    : PackedOp(after.Output, after.Reads(input)), IFoldingOp
{
    public override int ScratchWords => convolution.ScratchWords;

    public override double Nanoseconds => convolution.Nanoseconds;

    public override void Run(Arena arena) => RunAll(arena);

    public override void RunAll(Arena arena) => RunPart(arena, arena.Scratch, Share.Whole);

    public override int Parts(int most) => convolution.Shares(most);

    public override void RunPart(Arena arena, Span<ulong> scratch, Share share) =>
        convolution.Run(arena.All(input), scratch, after.Finish, arena.All(after.Output), arena.Rows, share,
            after.Shortcut is { } shortcut ? arena.All(shortcut) : default);

    public PackedOp? With(PackedOp reader) =>
        convolution.Folds && after.With(reader, convolution.Shape.Filters) is { } both
            ? new FloatConvolutionOp(input, convolution, both)
            : null;
}
