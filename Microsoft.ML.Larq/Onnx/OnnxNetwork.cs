using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Onnx.Graphs;

namespace Microsoft.ML.Larq.Onnx;

/// <summary>Writes a network into a graph, layer by layer.</summary>
internal static class OnnxNetwork
{
    /// <summary>Adds the network's operators.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="definition">The network.</param>
    /// <param name="weights">Its weights; quantized kernels latent or already binary.</param>
    /// <param name="input">The value that it reads, the rows' axis first.</param>
    /// <param name="order">Where the channels lie in it.</param>
    /// <returns>The value of its output, channels last.</returns>
    /// <exception cref="ArgumentException">The weights are not the network's.</exception>
    /// <exception cref="NotSupportedException">ONNX' operators cannot tell a layer; the message names it.</exception>
    public static string Write(
        OnnxGraph graph, NetworkDefinition definition, NetworkWeights weights, string input, Order order)
    {
        var quantized = weights.Quantized(definition);
        var tensors = new Dictionary<string, OnnxTensor>(StringComparer.Ordinal)
        {
            [definition.Input.Name] = new OnnxTensor(graph, input, order, definition.InputShape),
        };
        foreach (var layer in definition.Layers.Where(layer => layer != definition.Input))
        {
            graph.Prefix = layer.Name;
            tensors.Add(layer.Name, OnnxKinds.Write(new LayerWriter(
                layer, [.. layer.Inputs.Select(name => tensors[name])], quantized, graph)));
        }

        return tensors[definition.Output.Name].Last;
    }
}
