using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Metrics;

/// <summary>Where a tensor lives. TorchSharp's <c>Device</c> compares by reference, so it cannot be asked.</summary>
internal static class TensorPlace
{
    public static bool IsBeside(this Tensor tensor, Tensor other) =>
        tensor.device_type == other.device_type && tensor.device_index == other.device_index;
}
