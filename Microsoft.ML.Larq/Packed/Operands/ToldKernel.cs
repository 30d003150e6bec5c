using Microsoft.ML.Larq.Packed.Kernels.Binary;
using Microsoft.ML.Larq.Packed.Kernels.Sums;

namespace Microsoft.ML.Larq.Packed.Operands;

/// <summary>A kernel, or a part of one, that is told by signs.</summary>
/// <param name="Convolution">Sums the signs.</param>
/// <param name="Whole">Makes the sums of what is told out of them: whole numbers.</param>
internal sealed record ToldKernel(BinaryConvolution Convolution, SumFinish Whole)
{
    /// <summary>Bytes of the weights and of what makes whole numbers.</summary>
    public long Bytes => Convolution.Bytes + Whole.Bytes;

    /// <summary>What becomes of the sums of signs, given what becomes of the whole numbers.</summary>
    public SumFinish Then(SumFinish after) => after.Behind(Whole);
}
