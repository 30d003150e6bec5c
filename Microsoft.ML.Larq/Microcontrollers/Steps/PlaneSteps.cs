using Microsoft.ML.Larq.Microcontrollers.Functions;
using Microsoft.ML.Larq.Microcontrollers.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Operands;
using Microsoft.ML.Larq.Packed.Ops;

namespace Microsoft.ML.Larq.Microcontrollers.Steps;

/// <summary>
/// Writes layers whose output planes are sums of convolutions of input planes: plane by plane, part by part, tap by tap
/// a call, into a buffer behind the patch.
/// </summary>
internal static class PlaneSteps
{
    public static void Binary(CProgram program, BinaryVolumeOp op)
    {
        var plane = 2 * (op.Reads[0].Length / op.Planes);
        Lazy<Sum>?[] kernels = [.. op.Kernels.Select(kernel => kernel is null ? null : new Lazy<Sum>(() =>
        {
            var convolution = (CBinaryConvolution)kernel.Convolution;
            var sum = KernelSteps.Sum(program, convolution);
            var signs = KernelSteps.Signs(program, convolution, plane / convolution.Planes);
            var whole = KernelSteps.Finish(program, kernel.Whole);
            return (from, before, sums) => program.Call(
                SignSums.ToNumbers, "signs_to_numbers", signs, sum, from, whole, before, sums);
        }))];
        Write(program, op, kernels, plane, 0);
    }

    public static void Numbers(CProgram program, FloatVolumeOp op)
    {
        var nothing = new Lazy<string>(() => KernelSteps.Finish(program, SumFinish.Nothing));
        var fill = op.Kernels.Max(kernel => kernel is CFloatConvolution { IsSigns: true } signs ? signs.Filled : 0);
        Lazy<Sum>?[] kernels = [.. op.Kernels.Select(kernel => kernel is CFloatConvolution convolution
            ? new Lazy<Sum>(() => KernelSteps.Numbers(program, convolution, nothing.Value))
            : null)];
        Write(program, op, kernels, op.Reads[0].Length / op.Planes, fill);
    }

    public static void Pack(CProgram program, PackImagesOp op)
    {
        for (var image = 0; image < op.Images; image++)
        {
            var length = op.Reads[0].Length / op.Images;
            program.Call(
                Packing.Pack, "pack", program.At(op.Reads[0], image * length), length, op.Length,
                program.At(op.Writes, image * 2 * (op.Writes.Length / op.Images)));
        }
    }

    // What no plane meets gets no table.
    private static void Write(CProgram program, VolumeConvolutionOp op, Lazy<Sum>?[] kernels, int plane, int fill)
    {
        var geometry = op.Sums;
        var after = KernelSteps.Finish(program, op.After.Finish);
        Lazy<string>[] outside =
            [.. geometry.Outside.Select(row => new Lazy<string>(() => program.Table("outside", row)))];
        var most = geometry.Parts.Max(part => part.Pixels) * geometry.Filters;
        var sums = $"{program.PatchOf(fill + most)} + {fill}";
        for (var z = 0; z < geometry.Planes; z++)
        {
            for (var part = 0; part < geometry.Parts.Length; part++)
            {
                var length = geometry.Parts[part].Pixels * geometry.Filters;
                var begun = false;
                for (var tap = 0; tap < geometry.From[z].Length; tap++)
                {
                    var from = geometry.From[z][tap];
                    if (from < 0 && outside.Length == 0) continue;
                    var kernel = from < 0 ? null : kernels[(part * geometry.From[z].Length) + tap];
                    if (kernel is not null)
                        kernel.Value(program.At(op.Reads[0], from * plane), begun ? sums : "NULL", sums);
                    else if (!begun) program.Call(Windows.Zero, "zero", length, sums);
                    if (from < 0)
                        program.Call(Planes.AddRows, "add_rows", outside[tap].Value, length, geometry.Filters, sums);
                    begun = true;
                }

                if (!begun) program.Call(Windows.Zero, "zero", length, sums);
                program.Call(Planes.Finish, "finish_all", after, length, geometry.Filters, sums);
                Put(program, op, z, geometry.Parts[part], sums, length);
            }
        }
    }

    private static void Put(CProgram program, VolumeConvolutionOp op, int z, PlanePart part, string sums, int length)
    {
        var at = z * op.Sums.PlaneLength;
        var shortcut = op.After.Shortcut is { } slot ? program.At(slot, at) : "NULL";
        if (op.Pack is { } pack)
        {
            if (op.After.Shortcut is not null) program.Call(Elementwise.Add, "add", sums, shortcut, length, sums);
            var to = program.At(pack.Writes, z * 2 * (pack.Writes.Length / pack.Images));
            program.Call(Packing.Pack, "pack", sums, length, pack.Length, to);
            return;
        }

        program.Call(
            Planes.Put, "put", sums, op.Sums.Filters, op.Sums.Columns, part.Rows.First, part.Rows.Step, part.Rows.Count,
            part.Columns.First, part.Columns.Step, part.Columns.Count, shortcut, program.At(op.Writes, at));
    }
}
