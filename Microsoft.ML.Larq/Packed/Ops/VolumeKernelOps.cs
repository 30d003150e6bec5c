using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Kernels.Float;
using Microsoft.ML.Larq.Packed.Kernels.Sums;
using Microsoft.ML.Larq.Packed.Operands;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>Numbers with numbers or signs.</summary>
/// <param name="input">The planes.</param>
/// <param name="planes">How many there are.</param>
/// <param name="kernels">For each part, for each tap of the kernel's depth, the convolution; null for none.</param>
/// <param name="sums">The geometry.</param>
/// <param name="after">What becomes of the sums.</param>
/// <param name="pack">What makes signs of the numbers; null for numbers.</param>
internal sealed class FloatVolumeOp(
    FloatSlot input, int planes, FloatConvolution?[] kernels, PlaneSums sums, Finishing after,
    PackImagesOp? pack = null)
    : VolumeConvolutionOp(input, sums, kernels.Max(kernel => kernel?.ScratchWords ?? 0), after, pack)
{
    /// <summary>Planes of the input.</summary>
    public int Planes => planes;

    public FloatConvolution?[] Kernels => kernels;

    public override double Nanoseconds { get; } = kernels.Sum(kernel => kernel?.Nanoseconds ?? 0) * sums.Planes;

    protected override bool Folds => kernels.All(kernel => kernel is not { Folds: false });

    protected override VolumeConvolutionOp Again(Finishing next, PackImagesOp? signs) =>
        new FloatVolumeOp(input, planes, kernels, Sums, next, signs);

    protected override void Sum(
        Arena arena, Span<ulong> scratch, int row, int plane, int kernel, Span<float> to, ReadOnlySpan<float> before)
    {
        if (kernels[kernel] is { } convolution)
        {
            convolution.Run(
                Plane<float>(arena.All(input), row, plane, planes, input.Length), scratch, SumFinish.Nothing, to, 1,
                Share.Whole, before);
        }
        else
        {
            Nothing(to, before);
        }
    }
}

/// <summary>Signs with signs; what is added up is the whole numbers that they tell.</summary>
/// <param name="input">The planes.</param>
/// <param name="planes">How many there are.</param>
/// <param name="kernels">For each part, for each tap of the kernel's depth, the convolution; null for none.</param>
/// <param name="sums">The geometry.</param>
/// <param name="after">What becomes of the sums.</param>
/// <param name="pack">What makes signs of the numbers; null for numbers.</param>
internal sealed class BinaryVolumeOp(
    WordSlot input, int planes, ToldKernel?[] kernels, PlaneSums sums, Finishing after,
    PackImagesOp? pack = null)
    : VolumeConvolutionOp(input, sums, kernels.Max(kernel => kernel?.Convolution.ScratchWords ?? 0), after, pack)
{
    /// <summary>Planes of the input.</summary>
    public int Planes => planes;

    public ToldKernel?[] Kernels => kernels;

    public override double Nanoseconds { get; } =
        kernels.Sum(kernel => kernel?.Convolution.Nanoseconds ?? 0) * sums.Planes;

    protected override bool Folds => kernels.All(kernel => kernel is not { Convolution.Folds: false });

    protected override VolumeConvolutionOp Again(Finishing next, PackImagesOp? signs) =>
        new BinaryVolumeOp(input, planes, kernels, Sums, next, signs);

    protected override void Sum(
        Arena arena, Span<ulong> scratch, int row, int plane, int kernel, Span<float> to, ReadOnlySpan<float> before)
    {
        if (kernels[kernel] is var (convolution, whole))
        {
            convolution.Run(
                Plane<ulong>(arena.All(input), row, plane, planes, input.Length), scratch, whole, to, 1, Share.Whole,
                before);
        }
        else
        {
            Nothing(to, before);
        }
    }
}
