using Microsoft.ML.Larq.Packed.Compiling;
using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Float;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Operands;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>Compiles layers whose output planes are sums of convolutions of input planes.</summary>
internal static class PlaneSumOps
{
    /// <summary>Compiles one.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="plan">What it takes in.</param>
    /// <param name="sums">Which planes are summed.</param>
    /// <param name="planes">Planes of the input.</param>
    /// <param name="kernels">For each part, for each tap of the kernel's depth, the convolution; null for none.</param>
    /// <param name="after">What becomes of the sums.</param>
    /// <param name="macs">Multiply-accumulates.</param>
    public static PackedTensor Compile(
        LayerCompiler layer, KernelPlan plan, PlaneSums sums, int planes, PartKernel?[] kernels, SumFinish after,
        long macs)
    {
        var finishing = new Finishing(after, layer.Output());
        var bytes = after.Bytes + sums.Bytes;
        if (plan.OnBits)
        {
            ToldKernel?[] told =
                [.. kernels.Select(part => part is null ? null : plan.ToldKernel(part.Shape, part.Weights))];
            var first = told.First(part => part is not null)!.Convolution;
            plan.Report(first.Name, bytes + told.Sum(part => part?.Bytes ?? 0), macs);
            return layer.Finish(new BinaryVolumeOp(
                plan.SignsIn(first.InputRun, planes), planes, told, sums, finishing));
        }

        FloatConvolution?[] numbers =
            [.. kernels.Select(part => part is null ? null : plan.FloatKernel(part.Shape, part.Weights))];
        plan.Report(
            numbers.First(part => part is not null)!.Name, bytes + numbers.Sum(part => part?.Bytes ?? 0), macs);
        return layer.Finish(new FloatVolumeOp(plan.NumbersIn(), planes, numbers, sums, finishing));
    }
}

/// <summary>A convolution and its weights, row-major (height, width, channels, filters).</summary>
internal sealed record PartKernel(ConvolutionShape Shape, float[] Weights);
