using Microsoft.ML.Larq.Microcontrollers.Functions;
using Microsoft.ML.Larq.Microcontrollers.Kernels;
using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Operands;
using Microsoft.ML.Larq.Packed.Ops;

namespace Microsoft.ML.Larq.Microcontrollers.Steps;

/// <summary>Writes what makes signs and levels of numbers, and numbers of signs.</summary>
internal static class SignSteps
{
    public static void Pack(CProgram program, PackOp op) =>
        program.Call(Packing.Pack, "pack", op.Reads[0], op.Reads[0].Length, op.Length, op.Writes);

    public static void Unpack(CProgram program, UnpackOp op) =>
        program.Call(Packing.Unpack, "unpack", op.Reads[0], op.Writes.Length, op.Writes);

    public static void Quantiles(CProgram program, QuantileThermometerOp op)
    {
        var bits = op.Thresholds.Length / op.Reads[0].Length;
        program.Call(
            Packing.Quantiles, "quantiles", op.Reads[0], bits, program.Table("thresholds", op.Thresholds),
            op.Thresholds.Length, op.Writes);
    }

    public static void Thermometer(CProgram program, ThermometerOp op) => program.Call(
        Packing.Thermometer, "thermometer", op.Reads[0], op.Reads[0].Length, program.Table("bits", op.Bits.AsSpan()),
        program.Table("thresholds", op.Thresholds), op.Writes);

    public static void Levels(CProgram program, LevelsOp op) => program.Call(
        Packing.Levels, "levels", op.Reads[0], op.Reads[0].Length, (float)op.Steps, op.Writes);

    public static void LevelPlanes(CProgram program, LevelPlanesOp op)
    {
        var (length, words) = (op.Reads[0].Length / op.Images, 2 * (op.Writes.Length / op.Images));
        for (var image = 0; image < op.Images; image++)
        {
            program.Call(
                Packing.LevelPlanes, "level_planes", program.At(op.Reads[0], image * length), length, op.Length,
                op.Planes, words / op.Planes, program.At(op.Writes, image * words));
        }
    }

    public static void Negate(CProgram program, NegateOp op) =>
        program.Call(Elementwise.Negate, "negate", op.Reads[0], op.Writes.Length, op.Writes);

    public static void Twice(CProgram program, TwiceOp op)
    {
        var (run, runs) = (op.Length, op.Reads[0].Length / op.Length);
        foreach (var place in (int[])[0, run])
        {
            program.Call(
                Windows.Copy, "copy", op.Reads[0], runs, run, run, 2 * run, $"{program.At(op.Writes)} + {place}");
        }
    }

    public static void Pool(CProgram program, SignPoolingOp op)
    {
        var (image, minima) = (op.Image, op.Minima);
        var turned = SignWords.Pack(
            1, image.Channels, (_, channel) => ((minima[channel / 64] >> (channel % 64)) & 1) != 0);
        program.Call(
            Windows.PoolSigns, "pool_signs",
            KernelSteps.Shape(program, op.Window, image[0], image[1], image.Channels),
            turned.All(word => word == 0) ? "NULL" : program.Table("minima", turned), op.Reads[0], op.Writes);
    }
}
