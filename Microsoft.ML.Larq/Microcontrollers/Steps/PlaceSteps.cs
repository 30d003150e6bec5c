using Microsoft.ML.Larq.Microcontrollers.Functions;
using Microsoft.ML.Larq.Microcontrollers.Kernels;
using Microsoft.ML.Larq.Networks.Shapes;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Ops;

namespace Microsoft.ML.Larq.Microcontrollers.Steps;

/// <summary>Writes layers that are a convolution of their own at every place.</summary>
internal static class PlaceSteps
{
    public static void Binary(CProgram program, BinaryLocalOp op)
    {
        CBinaryConvolution[] places = [.. op.Positions.Select(place => (CBinaryConvolution)place.Convolution)];
        var first = places[0];
        var sum = KernelSteps.Sum(program, first);
        var signs = program.Constant(
            "kernel", "signs", Shape(program, [.. places.Select(place => place.Shape)]),
            program.Table("signs", [.. places.SelectMany(place => place.Words)]), 0, first.Planes,
            2 * (op.Reads[0].Length / first.Planes));
        var whole = op.Positions[0].Whole;
        float[] centers = [.. op.Positions.SelectMany(place => place.Whole.Centers)];
        program.Call(
            Places.Signs, "signs_at_places", signs, sum, op.Reads[0], first.Words.Length,
            KernelSteps.Finish(program, op.After.Finish.Behind(new SumFinish(
                [], Networks.ActivationFunction.Linear, whole.Factor, centers))),
            KernelSteps.Shortcut(program, op.After), op.Writes);
    }

    public static void Numbers(CProgram program, FloatLocalOp op)
    {
        CFloatConvolution[] places = [.. op.Positions.Cast<CFloatConvolution>()];
        var first = places[0];
        var shape = Shape(program, [.. places.Select(place => place.Shape)]);
        var finish = KernelSteps.Finish(program, op.After.Finish.Behind(SumFinish.Nothing));
        var shortcut = KernelSteps.Shortcut(program, op.After);
        if (first.IsSigns)
        {
            program.Call(
                Places.BySigns, "numbers_by_signs_at_places", shape, op.Reads[0],
                program.Table("signs", [.. places.SelectMany(place => place.Words())]), first.Words().Length, finish,
                shortcut, program.PatchOf(first.Filled), op.Writes);
            return;
        }

        program.Call(
            Places.Numbers, "numbers_at_places", shape, op.Reads[0],
            program.Table("weights", [.. places.SelectMany(place => place.Weights)]), first.Weights.Length, finish,
            shortcut, op.Writes);
    }

    // The window at the first place, with the strides and the output of the whole layer, as places tell them.
    private static string Shape(CProgram program, ConvolutionShape[] places)
    {
        var first = places[0];
        var columns = places.Count(place => place.Window.Rows.Before == first.Window.Rows.Before);
        var down = columns < places.Length ? -places[columns].Window.Rows.Before : 1;
        var right = columns > 1 ? -places[1].Window.Columns.Before : 1;
        return KernelSteps.Shape(program, first with
        {
            Window = first.Window with
            {
                Rows = new WindowAxis(places.Length / columns, 0, 0),
                Columns = new WindowAxis(columns, 0, 0),
                Strides = (down, right),
            },
        });
    }
}
