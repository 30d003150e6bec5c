using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Kinds;
using Microsoft.ML.Larq.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Modules;

/// <summary>
/// Buffers of quantizers of the user's own that their values do not name as state: constants, which neither a saved
/// model nor a checkpoint holds. One that training changes would be lost, and is an error.
/// </summary>
internal sealed class QuantizerConstants
{
    private readonly (Layer Layer, Quantizer Value, QuantizerModule Module, string Name, byte[] Start)[] _all;

    public QuantizerConstants(IEnumerable<(Layer Layer, LayerModule Module)> layers) => _all =
    [
        .. from pair in layers
           from quantizer in Own(pair.Layer, pair.Module)
           from buffer in quantizer.Module.named_buffers(recurse: true)
           where !quantizer.Kept.Contains(buffer.name)
           select (pair.Layer, quantizer.Value, quantizer.Module, buffer.name, Bytes(buffer.buffer)),
    ];

    /// <exception cref="InvalidOperationException">One has changed; the message says which and what to do.</exception>
    public void Require()
    {
        foreach (var group in _all.GroupBy(entry => entry.Module))
        {
            var now = group.Key.named_buffers(recurse: true).ToDictionary(pair => pair.name, pair => pair.buffer);
            foreach (var (layer, value, _, name, start) in group)
            {
                if (now.TryGetValue(name, out var buffer) && Bytes(buffer).AsSpan().SequenceEqual(start)) continue;
                throw new InvalidOperationException(
                    $"Layer '{layer.Name}': training changed the buffer '{name}' of quantizer '{value}', which would "
                    + "be lost: neither the saved model nor a checkpoint holds it. Name it among the quantizer's "
                    + "Parameters, with trainable: false, as a buffer of the module itself.");
            }
        }
    }

    private static IEnumerable<(Quantizer Value, QuantizerModule Module, HashSet<string> Kept)> Own(
        Layer layer, LayerModule module)
    {
        if (layer.Kind.Input is CustomQuantizer input && module.InputQuantizer is { } quantizer)
            yield return (input, quantizer, Kept(layer, QuantizerWeights.Input));
        var kernels = layer.Weights.Where(spec => spec.Quantizer is not null).ToArray();
        for (var i = 0; i < Math.Min(kernels.Length, module.KernelQuantizers.Count); i++)
        {
            if (kernels[i].Quantizer is CustomQuantizer kernel)
                yield return (kernel, module.KernelQuantizers[i].Quantizer, Kept(layer, kernels[i].Name));
        }
    }

    private static HashSet<string> Kept(Layer layer, string quantized) =>
    [
        .. layer.Weights.Where(spec => spec.QuantizerOf == quantized).Select(QuantizerWeights.ParameterOf),
    ];

    private static byte[] Bytes(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().cpu().contiguous().bytes.ToArray();
    }
}
