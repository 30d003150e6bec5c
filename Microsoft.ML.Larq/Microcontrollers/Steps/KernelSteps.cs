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
        var signs = Signs(program, convolution, 2 * (op.Reads[0].Length / convolution.Planes));
        program.Call(
            SignSums.ToNumbers, "signs_to_numbers", signs, sum, op.Reads[0], Finish(program, op.After.Finish),
            Shortcut(program, op.After), op.Writes);
    }

    public static void BinarySigns(CProgram program, BinarySignsOp op)
    {
        var convolution = (CBinaryConvolution)op.Convolution;
        var sum = Sum(program, convolution);
        var signs = Signs(program, convolution, 2 * (op.Reads[0].Length / convolution.Planes));
        var (filters, flips) = (convolution.Shape.Filters, op.Thresholds.Flips.ToArray());
        var turned = SignWords.Pack(1, filters, (_, filter) => ((flips[filter / 8] >> (filter % 8)) & 1) != 0);
        program.Call(
            SignSums.ToSigns, "signs_to_signs", signs, sum, op.Reads[0],
            program.Table("least", op.Thresholds.Least[..filters]), program.Table("turned", turned), op.Writes);
    }

    public static void Numbers(CProgram program, FloatConvolutionOp op) =>
        Numbers(program, (CFloatConvolution)op.Convolution, Finish(program, op.After.Finish))(
            program.At(op.Reads[0]), Shortcut(program, op.After), program.At(op.Writes));

    /// <summary>Writes a convolution's tables; what it gives back calls it.</summary>
    public static Sum Numbers(CProgram program, CFloatConvolution convolution, string finish)
    {
        var shape = Shape(program, convolution.Shape);
        if (!convolution.IsSigns)
        {
            var weights = program.Table("weights", convolution.Weights);
            return (from, shortcut, to) => program.Call(
                NumberSums.Numbers, "numbers_to_numbers", shape, from, weights, convolution.Pad, finish, shortcut, to);
        }

        var signs = program.Table("signs", convolution.Words());
        if (convolution.IsDepthwise)
        {
            return (from, shortcut, to) => program.Call(
                NumberSums.Depthwise, "channels_by_signs", shape, from, signs, convolution.Pad, finish, shortcut, to);
        }

        var patch = program.PatchOf(convolution.Filled);
        return (from, shortcut, to) => program.Call(
            NumberSums.BySigns, "numbers_by_signs", shape, from, signs, convolution.Pad, finish, shortcut, patch, to);
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

    /// <summary>The function that sums a convolution of signs.</summary>
    public static string Sum(CProgram program, CBinaryConvolution convolution)
    {
        program.Use(convolution.IsDepthwise ? SignSums.Depthwise : SignSums.Sum);
        return convolution.IsDepthwise ? "@sum_channel" : "@sum_runs";
    }

    /// <summary>The kernel of a convolution of signs.</summary>
    /// <param name="program">The source.</param>
    /// <param name="convolution">The convolution.</param>
    /// <param name="words">Words from a plane of levels' bits to the next.</param>
    public static string Signs(CProgram program, CBinaryConvolution convolution, int words) => program.Constant(
        "kernel", "signs", Shape(program, convolution.Shape), program.Table("signs", convolution.Words),
        convolution.Pad, convolution.Planes, words);

    /// <summary>What becomes of sums.</summary>
    public static string Finish(CProgram program, SumFinish finish)
    {
        program.Use(Finishes.Finish);
        return program.Constant(
            "finish", "finish", finish.Factor, program.Table("centers", finish.Centers),
            program.Table("units", finish.Units), program.Table("bias", finish.Bias), (int)finish.Activation,
            program.Table("scale", finish.Scale), program.Table("offset", finish.Offset));
    }

    /// <summary>What is added last.</summary>
    public static string Shortcut(CProgram program, Finishing after) =>
        after.Shortcut is { } shortcut ? program.At(shortcut) : "NULL";
}

/// <summary>Calls a convolution.</summary>
/// <param name="from">What it reads.</param>
/// <param name="before">What is added to its sums; NULL for nothing.</param>
/// <param name="sums">Where they go.</param>
internal delegate void Sum(string from, string before, string sums);
