using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Operands;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>
/// The geometry of dense layers and of convolutions of images and sequences: one kernel; each channel apart where it is
/// a depthwise one. What they take in, <see cref="KernelPlan"/> says.
/// </summary>
internal static class ConvolutionOps
{
    public static PackedTensor Dense(LayerCompiler layer)
    {
        var kind = (DenseLayer)layer.Layer.Kind;
        var shape = ConvolutionShape.Of(kind, layer.Shape);
        var plan = Plan(layer, shape, kind.Kernel.Quantizer, "kernel", 0);
        return Compile(layer, shape, plan, plan.Finish(layer.Bias(kind.UseBias), kind.Activation));
    }

    /// <summary>One kernel over images or sequences.</summary>
    public static PackedTensor Filters(LayerCompiler layer)
    {
        var kind = (FilterKind)layer.Layer.Kind;
        var shape = ConvolutionShape.Of(kind, layer.Shape, kind.Filters, kind.Groups);
        var plan = Plan(layer, shape, kind.Kernel.Quantizer, "kernel", Pad(kind, shape));
        return Compile(layer, shape, plan, plan.Finish(layer.Bias(kind.UseBias), kind.Activation));
    }

    public static PackedTensor Depthwise(LayerCompiler layer)
    {
        var kind = (DepthwiseConv2DLayer)layer.Layer.Kind;
        var shape = ConvolutionShape.Depthwise(kind, layer.Shape, kind.DepthMultiplier);
        var plan = Plan(layer, shape, kind.Depthwise.Quantizer, "depthwise_kernel", Pad(kind, shape));
        return Compile(layer, shape, plan, plan.Finish(layer.Bias(kind.UseBias), kind.Activation));
    }

    /// <summary>
    /// Each channel is a group of its own; (height, width, channels, 1) lies as (height, width, 1, channels).
    /// </summary>
    public static PackedTensor Blur(LayerCompiler layer)
    {
        var (image, window) = (layer.Shape, ((BlurPool2DLayer)layer.Layer.Kind).WindowOver(layer.Shape));
        var shape = new ConvolutionShape(image[0], image[1], image.Channels, image.Channels, image.Channels, window);
        return Compile(layer, shape, Plan(layer, shape, null, "depthwise_kernel", 0), SumFinish.Nothing);
    }

    /// <summary>What lies around the image; 0 where nothing does.</summary>
    internal static float Pad(ConvolutionKind kind, ConvolutionShape shape) => shape.Padded ? kind.PadAround : 0;

    /// <summary>The kernel's size.</summary>
    internal static KernelSize Size(ConvolutionShape shape) =>
        KernelSize.Of((long)shape.Taps * shape.GroupChannels, shape.GroupFilters) with
        {
            IsDepthwise = shape is { Groups: > 1, GroupChannels: 1 },
        };

    private static KernelPlan Plan(
        LayerCompiler layer, ConvolutionShape shape, Quantizer? kernel, string weight, float pad)
    {
        return new KernelPlan(layer, kernel, layer.Weight(weight), shape.Filters, Size(shape), pad);
    }

    private static PackedTensor Compile(
        LayerCompiler layer, ConvolutionShape shape, KernelPlan plan, SumFinish after)
    {
        if (plan.OnBits)
        {
            var told = plan.ToldKernel(shape, plan.Weights);
            var finish = told.Then(after);
            plan.Report(told.Convolution.Name, told.Convolution.Bytes + finish.Bytes, shape.Macs);
            return layer.Finish(new BinaryConvolutionOp(
                plan.SignsIn(told.Convolution.InputRun), told.Convolution, new Finishing(finish, layer.Output())));
        }

        var numbers = plan.FloatKernel(shape, plan.Weights);
        plan.Report(numbers.Name, numbers.Bytes + after.Bytes, shape.Macs);
        return layer.Finish(new FloatConvolutionOp(plan.NumbersIn(), numbers, new Finishing(after, layer.Output())));
    }
}
