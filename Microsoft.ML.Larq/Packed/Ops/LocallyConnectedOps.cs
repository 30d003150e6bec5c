using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Float;
using Microsoft.ML.Larq.Packed.Operands;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>
/// The geometry of convolutions without shared weights: at each position a convolution of its own that has one output
/// pixel.
/// </summary>
internal static class LocallyConnectedOps
{
    public static PackedTensor Compile(LayerCompiler layer)
    {
        var kind = (LocallyConnectedKind)layer.Layer.Kind;
        var window = kind.WindowOver(layer.Shape);
        var kernel = layer.Weight("kernel");
        var positions = window.Rows.Output * window.Columns.Output;
        var size = KernelSize.Of(kernel.Length / positions / kind.Filters, kind.Filters);
        var plan = new KernelPlan(layer, kind.Kernel.Quantizer, kernel, kind.Filters, size);
        var weights = plan.Weights.Chunk(kernel.Length / positions).ToArray();
        ConvolutionShape At(int position) => Shape(layer.Shape, window, position, kind.Filters);

        // A bias for each position and filter is that of one pixel with so many channels.
        var after = plan.Finish(layer.Bias(kind.UseBias), kind.Activation);
        var finishing = new Finishing(after, layer.Output());
        if (plan.OnBits)
        {
            ToldKernel[] told = [.. weights.Select((part, i) => plan.ToldKernel(At(i), part))];
            var first = told[0].Convolution;
            plan.Report(first.Name, after.Bytes + told.Sum(part => part.Bytes), kernel.Length);
            return layer.Finish(new BinaryLocalOp(plan.SignsIn(first.InputRun), told, finishing));
        }

        FloatConvolution[] numbers = [.. weights.Select((part, i) => plan.FloatKernel(At(i), part))];
        plan.Report(numbers[0].Name, after.Bytes + numbers.Sum(part => part.Bytes), kernel.Length);
        return layer.Finish(new FloatLocalOp(plan.NumbersIn(), numbers, finishing));
    }

    // The window at one place: cells cut off before it are padding below 0.
    private static ConvolutionShape Shape(TensorShape input, Window2D window, int position, int filters)
    {
        var image = input.Rank == 3 ? input : new TensorShape(1, input[0], input.Channels);
        var (y, x) = Math.DivRem(position, window.Columns.Output);
        return new ConvolutionShape(
            image[0], image[1], image.Channels, filters, 1,
            new Window2D(
                new WindowAxis(1, -y * window.Strides.Height, 0), new WindowAxis(1, -x * window.Strides.Width, 0),
                window.Kernel, Size2D.One, Size2D.One));
    }
}
