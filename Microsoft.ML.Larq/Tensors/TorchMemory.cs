using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Tensors;

/// <summary>Tensors whose memory Torch allocates, to be filled in place.</summary>
/// <remarks>
/// A tensor made of a managed array lies where the array lies. Torch's kernels add in another order when the memory is
/// aligned in another way, so that the same rows would give other last bits in the next run.
/// </remarks>
internal static class TorchMemory
{
    /// <summary>A float32 tensor in main memory, not yet filled.</summary>
    public static Tensor Empty(params long[] shape) => empty(shape, ScalarType.Float32, CPU);

    /// <summary>The memory of such a tensor.</summary>
    public static Span<float> Floats(this Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);
}
