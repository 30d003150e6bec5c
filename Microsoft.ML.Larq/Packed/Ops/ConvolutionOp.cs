using Microsoft.ML.Larq.Packed.Kernels;
using Microsoft.ML.Larq.Packed.Plan;

namespace Microsoft.ML.Larq.Packed.Ops;

/// <summary>A step that is one compiled convolution, whatever it reads and writes.</summary>
internal abstract class ConvolutionOp(CompiledConvolution convolution, Slot writes, params Slot[] reads)
    : SharedOp(writes, reads)
{
    public sealed override int ScratchWords => convolution.ScratchWords;

    public sealed override double Nanoseconds => convolution.Nanoseconds;

    public sealed override int Parts(int most) => convolution.Shares(most);
}
