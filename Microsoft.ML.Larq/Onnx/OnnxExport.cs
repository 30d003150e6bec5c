using Microsoft.ML.Larq.Files;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Onnx.Format;
using Microsoft.ML.Larq.Onnx.Graphs;

namespace Microsoft.ML.Larq.Onnx;

/// <summary>Writes networks as ONNX files, which other runtimes read; needs neither ML.NET nor Torch.</summary>
/// <remarks>
/// <para>
/// Standard operators of set 12 alone, no operator of our own. The file's input is (batch, …) with the network's input
/// shape behind, channels last, and its output likewise; any number of rows may come in. Scores are those of <see
/// cref="Packed.PackedNetwork"/>: where all sums are whole numbers the same bits, else the same but for rounding, which
/// may turn a sign where a number lies at its threshold.
/// </para>
/// <para>
/// Kernels of −1, 0 and +1, scaled ones included, take a byte a weight in the file (one bit in a saved model), all
/// others four.
/// </para>
/// <para>
/// A whole pipeline of ML.NET with a trained network in it is written by <c>mlContext.Model.ConvertToOnnx</c> of the
/// package Microsoft.ML.OnnxConverter.
/// </para>
/// </remarks>
public static class OnnxExport
{
    /// <summary>Writes a network as an ONNX file.</summary>
    /// <param name="network">The network.</param>
    /// <param name="weights">Its weights; quantized kernels latent or already binary.</param>
    /// <param name="path">
    /// The file, for example <c>digits.onnx</c>; replaced as a whole once all is written.
    /// </param>
    /// <param name="inputName">What the input is called; default the network's input layer's name.</param>
    /// <param name="outputName">What the output is called; default the network's last layer's name.</param>
    /// <exception cref="ArgumentException">
    /// The weights are not the network's, a name is empty, or both names are the same.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// A layer has a quantizer of one's own for its input, or the file would be larger than the 2 GiB that ONNX allows;
    /// the message names it, and nothing is written.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written; what was there before is still there.</exception>
    /// <exception cref="InvalidOperationException">
    /// The program was built with <c>LarqScoringOnly</c>, and without <c>LarqKeepOnnx</c>.
    /// </exception>
    public static void SaveOnnx(
        this NetworkDefinition network, NetworkWeights weights, string path, string? inputName = null,
        string? outputName = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var model = ModelOf(network, weights, inputName, outputName);
        AtomicFile.Write(path, model.WriteTo);
    }

    /// <summary>Writes a network as an ONNX file into a stream.</summary>
    /// <param name="network">The network.</param>
    /// <param name="weights">Its weights; quantized kernels latent or already binary.</param>
    /// <param name="stream">Where the bytes go; it stays open.</param>
    /// <param name="inputName">What the input is called; default the network's input layer's name.</param>
    /// <param name="outputName">What the output is called; default the network's last layer's name.</param>
    /// <inheritdoc cref="SaveOnnx(NetworkDefinition, NetworkWeights, string, string?, string?)"/>
    public static void WriteOnnx(
        this NetworkDefinition network, NetworkWeights weights, Stream stream, string? inputName = null,
        string? outputName = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ModelOf(network, weights, inputName, outputName).WriteTo(stream);
    }

    // A network that is its input alone has one name for both.
    private static string OutputName(NetworkDefinition network) =>
        network.Output.Name == network.Input.Name ? network.Output.Name + "_output" : network.Output.Name;

    private static ProtoMessage ModelOf(
        NetworkDefinition network, NetworkWeights weights, string? inputName, string? outputName)
    {
        try
        {
            return Model(network, weights, inputName, outputName);
        }
        catch (FileNotFoundException error)
            when (error.FileName?.StartsWith("Google.Protobuf", StringComparison.Ordinal) == true)
        {
            throw new InvalidOperationException(
                "ONNX files need Google.Protobuf.dll, which this program lacks: LarqScoringOnly in its project file "
                + "leaves it out, unless LarqKeepOnnx is true there.", error);
        }
    }

    private static ProtoMessage Model(
        NetworkDefinition network, NetworkWeights weights, string? inputName, string? outputName)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(weights);
        var (input, output) = (inputName ?? network.Input.Name, outputName ?? OutputName(network));
        ArgumentException.ThrowIfNullOrWhiteSpace(input, nameof(inputName));
        ArgumentException.ThrowIfNullOrWhiteSpace(output, nameof(outputName));
        if (input == output)
        {
            throw new ArgumentException(
                $"Input and output must have different names, got '{input}' for both.", nameof(outputName));
        }

        var graph = new OnnxModel(input, output);
        var result = OnnxNetwork.Write(graph, network, weights, input, Order.ChannelsLast);
        var model = graph.Build(
            network.Output.Name, (input, network.InputShape), (output, network.OutputShape), result);
        return model.Size <= int.MaxValue
            ? model
            : throw new NotSupportedException(
                $"An ONNX file holds at most {int.MaxValue} bytes, this network's takes {model.Size}.");
    }
}
