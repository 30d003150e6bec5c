using System.Runtime.Intrinsics;

namespace Microsoft.ML.Larq.Packed.Kernels.Widths;

/// <summary>
/// How wide the plain vector loops of a kernel set run, and the steps for which an instruction set has something better
/// than what every processor has.
/// </summary>
/// <remarks>
/// A kernel set passes its width on as a type argument, so that a loop asks neither the processor nor, once compiled,
/// anything at all. Every width gives the same bits.
/// </remarks>
internal unsafe interface IVectorWidth
{
    /// <summary>Whether sixteen numbers are one vector; eight always are, where necessary as two.</summary>
    static abstract bool HasSixteen { get; }

    /// <summary>Sixteen counts as 32 bits; only where <see cref="HasSixteen"/>.</summary>
    static abstract Vector512<int> Sixteen(byte* counts);

    /// <summary>Sixteen counts as 32 bits; only where <see cref="HasSixteen"/>.</summary>
    static abstract Vector512<int> Sixteen(ushort* counts);

    /// <summary>Eight counts as 32 bits.</summary>
    static abstract Vector256<int> Eight(byte* counts);

    /// <summary>Eight counts as 32 bits.</summary>
    static abstract Vector256<int> Eight(ushort* counts);

    /// <summary>
    /// One bit for each of eight comparisons, whose lanes are all ones or all zeros; lane 0 gives the lowest bit.
    /// </summary>
    static abstract uint Bits(Vector256<int> lanes);

    /// <summary>Which of 64 numbers are below zero; the first gives the lowest bit.</summary>
    static abstract ulong Negative64(float* numbers);
}
