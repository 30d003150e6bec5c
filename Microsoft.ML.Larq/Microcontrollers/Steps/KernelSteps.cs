using Microsoft.ML.Larq.Microcontrollers.Functions;
using Microsoft.ML.Larq.Microcontrollers.Kernels;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Ops;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Microcontrollers.Steps;

/// <summary>Writes layers with kernels.</summary>
internal static class KernelSteps
{
    public static void Binary(CProgram program, BinaryConvolutionOp op)
    {
        var convolution = (CBinaryConvolution)op.Convolution;
        var sum = Sum(program, convolution);
        var signs = Signs(program, convolution, op.Reads[0]);
        program.Call(
            SignSums.ToNumbers, "signs_to_numbers", signs, sum, op.Reads[0], Finish(program, op.After.Finish),
            Shortcut(program, op.After), op.Writes);
    }

    public static void BinarySigns(CProgram program, BinarySignsOp op)
    {
        var convolution = (CBinaryConvolution)op.Convolution;
        var sum = Sum(program, convolution);
        var signs = Signs(program, convolution, op.Reads[0]);
        var (filters, flips) = (convolution.Shape.Filters, op.Thresholds.Flips.ToArray());
        var turned = SignWords.Pack(1, filters, (_, filter) => ((flips[filter / 8] >> (filter % 8)) & 1) != 0);
        program.Call(
            SignSums.ToSigns, "signs_to_signs", signs, sum, op.Reads[0],
            program.Table("least", op.Thresholds.Least[..filters]), program.Table("turned", turned), op.Writes);
    }

    public static void Numbers(CProgram program, FloatConvolutionOp op)
    {
        var convolution = (CFloatConvolution)op.Convolution;
        var shape = Shape(program, convolution.Shape);
        var weights = convolution.IsSigns
            ? program.Table("signs", convolution.Words())
            : program.Table("weights", convolution.Weights);
        var finish = Finish(program, op.After.Finish);
        var shortcut = Shortcut(program, op.After);
        if (!convolution.IsSigns)
        {
            program.Call(
                NumberSums.Numbers, "numbers_to_numbers", shape, op.Reads[0], weights, convolution.Pad, finish,
                shortcut, op.Writes);
        }
        else if (convolution.IsDepthwise)
        {
            program.Call(
                NumberSums.Depthwise, "channels_by_signs", shape, op.Reads[0], weights, convolution.Pad, finish,
                shortcut, op.Writes);
        }
        else
        {
            program.Call(
                NumberSums.BySigns, "numbers_by_signs", shape, op.Reads[0], weights, convolution.Pad, finish,
                shortcut, program.PatchOf((convolution.Inputs + 3) / 4 * 4), op.Writes);
        }
    }

    /// <summary>A convolution's geometry.</summary>
    public static string Shape(CProgram program, ConvolutionShape shape)
    {
        program.Use(Shapes.Shape);
        var window = shape.Window;
        return program.Constant(
            "shape", "shape", shape.Height, shape.Width, shape.Channels, shape.Filters, shape.Groups,
            window.Rows.Output, window.Columns.Output, window.Kernel.Height, window.Kernel.Width,
            window.Strides.Height, window.Strides.Width, window.Dilation.Height, window.Dilation.Width,
            window.Rows.Before, window.Columns.Before);
    }

    /// <summary>The geometry of a window without weights.</summary>
    public static string Shape(CProgram program, Window2D window, int height, int width, int channels) =>
        Shape(program, new ConvolutionShape(height, width, channels, channels, channels, window));

    private static string Sum(CProgram program, CBinaryConvolution convolution)
    {
        program.Use(convolution.IsDepthwise ? SignSums.Depthwise : SignSums.Sum);
        return convolution.IsDepthwise ? "@sum_channel" : "@sum_runs";
    }

    private static string Signs(CProgram program, CBinaryConvolution convolution, Slot input) => program.Constant(
        "kernel", "signs", Shape(program, convolution.Shape), program.Table("signs", convolution.Words),
        convolution.Pad, convolution.Planes, 2 * (input.Length / convolution.Planes));

    private static string Finish(CProgram program, SumFinish finish)
    {
        program.Use(Finishes.Finish);
        return program.Constant(
            "finish", "finish", finish.Factor, program.Table("centers", finish.Centers),
            program.Table("units", finish.Units), program.Table("bias", finish.Bias), (int)finish.Activation,
            program.Table("scale", finish.Scale), program.Table("offset", finish.Offset));
    }

    private static string Shortcut(CProgram program, Finishing after) =>
        after.Shortcut is { } shortcut ? program.At(shortcut) : "NULL";
}
