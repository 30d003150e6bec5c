using Microsoft.ML.Larq.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Machine;

/// <summary>
/// Torch as training needs it, whatever the caller has made of it: gradients are recorded, new tensors are float32 in
/// main memory, the thread count is that of the training. Disposed on the same thread, everything is as it was found.
/// </summary>
/// <remarks>
/// Gradient mode, inference mode and the thread count are the thread's. Default type, default device and the generator
/// are the process's: they hold for its other threads too while a network trains (<see cref="ProcessSetting{T}"/>).
/// What the library's own code makes while it trains has type and device of its inputs.
/// </remarks>
internal sealed class TorchScope : IDisposable
{
    private static readonly ProcessSetting<ScalarType> Types = new(get_default_dtype, set_default_dtype);
    private static readonly ProcessSetting<Device> Devices = new(get_default_device, set_default_device);
    private static readonly ProcessSetting<byte[]> Generators = new(ReadGenerator, WriteGenerator);

    private readonly Stack<IDisposable> _held = new();

    /// <param name="threads">Torch's threads; see <see cref="TorchThreads"/>.</param>
    /// <param name="definition">The network to train.</param>
    /// <param name="batchSize">Rows a batch.</param>
    /// <param name="drawsFromTorch">Whether Torch's own generator is drawn from, and put back where it was.</param>
    public TorchScope(int? threads, NetworkDefinition definition, int batchSize, bool drawsFromTorch)
    {
        try
        {
            // Leaving inference mode also turns gradients on; where there was none they are still to be turned on.
            _held.Push(inference_mode(false));
            _held.Push(enable_grad());
            _held.Push(Types.Hold(ScalarType.Float32));
            _held.Push(Devices.Hold(CPU));
            if (drawsFromTorch) _held.Push(Generators.Keep());
            _held.Push(new TorchThreads(threads, definition, batchSize));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Whether networks have quantizers of the user's, which may draw from Torch's own generator.</summary>
    public static bool MayDraw(params IEnumerable<NetworkDefinition?> networks) => networks.Any(network =>
        network is not null && network.Layers.Any(layer =>
            layer.Kind.Input is CustomQuantizer || layer.Weights.Any(weight => weight.Quantizer is CustomQuantizer)));

    public void Dispose()
    {
        while (_held.TryPop(out var one)) one.Dispose();
    }

    /// <summary>Seeds Torch's own generator of the processor.</summary>
    public static void Seed(int seed)
    {
        using var seeded = new Generator(unchecked((ulong)seed), CPU);
        using var state = seeded.get_state();
        using var own = Generator.Default;
        own.set_state(state);
    }

    private static byte[] ReadGenerator()
    {
        using var own = Generator.Default;
        using var state = own.get_state();
        return state.bytes.ToArray();
    }

    private static void WriteGenerator(byte[] bytes)
    {
        using var own = Generator.Default;
        using var state = tensor(bytes, device: CPU);
        own.set_state(state);
    }
}
