using TorchSharp;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Machine;

/// <summary>Where training runs: ML.NET's <c>GpuDeviceId</c> and <c>FallbackToCpu</c>.</summary>
internal static class TrainingDevice
{
    /// <exception cref="InvalidOperationException">
    /// The GPU cannot be used, and the processor may not stand in.
    /// </exception>
    public static Device Choose(int? gpu, bool fallbackToCpu, Action<string> warn)
    {
        if (gpu is not { } id) return CPU;
        var problem = !cuda.is_available() ? "CUDA is not available (the libtorch package may be a CPU one)"
            : id >= cuda.device_count() ? $"there are {cuda.device_count()} CUDA devices, from 0"
            : null;
        if (problem is null) return new Device(DeviceType.CUDA, id);
        if (!fallbackToCpu)
        {
            throw new InvalidOperationException(
                $"Option GpuDeviceId is {id}, but {problem}. FallbackToCpu would train on the processor.");
        }

        warn($"GPU {id} cannot be used: {problem}. Training on the processor.");
        return CPU;
    }
}
