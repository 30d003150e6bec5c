using Microsoft.ML.Larq.Files;
using Microsoft.ML.Larq.Microcontrollers.Text;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;

namespace Microsoft.ML.Larq.Microcontrollers;

/// <summary>
/// Writes networks as a C source and its header, for microcontrollers; needs neither ML.NET nor Torch.
/// </summary>
/// <remarks>
/// <para>
/// C99 with stdint.h, math.h, float.h and stddef.h; nothing is allocated: constants are static, and memory, whose size
/// the header states, comes from the caller. Of one row, <c>name_score</c> gives the bits that <see
/// cref="PackedNetwork.Score"/> gives, if compiled without fused multiplication and addition
/// (<c>-ffp-contract=off</c>) and as long as no layer takes a softmax, sigmoid, tanh, elu, softplus or gelu (exact or
/// by tanh), whose functions are the C library's. <c>name_predict</c> makes a class or a number of it, and
/// probabilities come of another function.
/// </para>
/// <para>
/// Every kind of layer and every quantizer of the library; an input's quantizer of one's own is refused, by the layer's
/// name and before anything is written.
/// </para>
/// </remarks>
public static class CExport
{
    private const string Ending = ".c";

    /// <summary>Writes a network as a C source, and beside it the header of the same name.</summary>
    /// <param name="network">The network.</param>
    /// <param name="weights">Its weights; quantized kernels latent or already binary.</param>
    /// <param name="path">
    /// The source, for example <c>digits.c</c>, replaced as a whole as its header is. What stands before the ending
    /// begins every name in it: an identifier of at most 31 characters, no word of C or
    /// C++, no header of C such as <c>math</c>, not <c>main</c>.
    /// </param>
    /// <param name="labels">Names of the classes, one for each score; default none.</param>
    /// <exception cref="ArgumentException">
    /// The weights are not the network's, the path does not end with <c>.c</c> or its name cannot begin names in C, or
    /// the labels are not one for each score.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// A layer cannot be written in C; the message names it, and nothing is written.
    /// </exception>
    /// <exception cref="IOException">A file cannot be written; what was there before is still there.</exception>
    public static void SaveC(
        this NetworkDefinition network, NetworkWeights weights, string path, IReadOnlyList<string>? labels = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(weights);
        Save(network, weights, path, CEnding.Of(network, labels).Checked(network.OutputShape.Size, nameof(labels)));
    }

    /// <summary>The same of a compiled network and of what its scores mean (<see cref="PackedNetwork.Use"/>).</summary>
    /// <remarks>
    /// An image goes in as (height, width, channels), its channels already scaled where the use scales them.
    /// </remarks>
    /// <param name="network">The network: of a trained model, or loaded from a file.</param>
    /// <param name="path">
    /// The source, for example <c>digits.c</c>, replaced as a whole as its header is. What stands before the ending
    /// begins every name in it: an identifier of at most 31 characters, no word of C or
    /// C++, no header of C such as <c>math</c>, not <c>main</c>.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The path does not end with <c>.c</c>, its name cannot begin names in C, or a class's name is too long for C
    /// or has the character 0 in it; the message says which class.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// A layer cannot be written in C; the message names it, and nothing is written.
    /// </exception>
    /// <exception cref="IOException">A file cannot be written; what was there before is still there.</exception>
    public static void SaveC(this PackedNetwork network, string path)
    {
        ArgumentNullException.ThrowIfNull(network);
        var ending = CEnding.Of(network.Use).Checked(network.OutputSize, parameter: null);
        Save(network.Definition, network.Weights, path, ending);
    }

    private static void Save(NetworkDefinition network, NetworkWeights weights, string path, CEnding ending)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        if (!path.EndsWith(Ending, StringComparison.Ordinal))
            throw new ArgumentException($"A C source's name ends with '{Ending}', got '{path}'.", nameof(path));
        var name = CName.Checked(Path.GetFileNameWithoutExtension(path), nameof(path));
        var source = CSource.Of(name, network, weights, ending);
        AtomicFile.WriteText(Path.ChangeExtension(path, ".h"), source.Header);
        AtomicFile.WriteText(path, source.Source);
    }
}
