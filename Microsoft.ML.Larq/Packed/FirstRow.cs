using System.Collections.Concurrent;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Packed;

/// <summary>
/// Has code compiled before it is wanted: the runtime compiles a method when it is first called, and what all kernels
/// of a small network take is as long as ten thousand of its rows.
/// </summary>
internal static class FirstRow
{
    // Layers that some network of this process has run.
    private static readonly ConcurrentDictionary<(string ClassName, string Kernel, string Why), bool> Known = [];

    /// <summary>
    /// Scores a row of zeros, if the network has a layer of a kind that no row has passed yet, and no quantizer of
    /// one's own, which is called for the caller's rows alone.
    /// </summary>
    public static PackedNetwork Score(PackedNetwork network)
    {
        if (network.Definition.Layers.Any(layer => layer.Kind.Input is CustomQuantizer)) return network;
        var isNew = false;
        foreach (var layer in network.Report.Layers)
            isNew |= Known.TryAdd((layer.ClassName, layer.Kernel, layer.Why), true);
        if (isNew) network.Score(new float[network.InputSize], new float[network.OutputSize]);
        return network;
    }
}
