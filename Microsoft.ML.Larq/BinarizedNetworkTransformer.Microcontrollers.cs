using Microsoft.ML.Larq.Microcontrollers;

namespace Microsoft.ML.Larq;

public sealed partial class BinarizedNetworkTransformer
{
    /// <summary>
    /// Writes the model as a C source for microcontrollers, and beside it the header of the same name: the network with
    /// its thermometer, the calibrated temperature, the label's mean and deviation, the classes' names.
    /// </summary>
    /// <remarks>
    /// <c>name_score</c> gives the network's outputs, to the bit; <c>name_predict</c> the class, from 0 on, or the
    /// number in the label's units; <c>name_probabilities</c>, of two classes <c>name_probability</c>, what
    /// <c>Score</c> and <c>Probability</c> are here, to 1e-6. An image goes in as (height, width, channels). More is
    /// said at <see cref="CExport"/>.
    /// </remarks>
    /// <param name="path">
    /// The source, for example <c>digits.c</c>, replaced as a whole as its header is. What stands before the ending
    /// begins every name in it: an identifier of at most 31 characters, no word of C or
    /// C++, no header of C such as <c>math</c>, not <c>main</c>.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The path does not end with <c>.c</c>, its name cannot begin names in C, or a class' name is too long for C.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// A layer cannot be written in C; the message names it, and nothing is written.
    /// </exception>
    /// <exception cref="IOException">A file cannot be written; what was there before is still there.</exception>
    public void SaveC(string path) => Packed.SaveC(path);
}
