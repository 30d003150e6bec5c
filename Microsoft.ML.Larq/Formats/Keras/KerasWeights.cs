using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Formats;

/// <summary>Weights from Keras: <c>NetworkWeights.FromKeras(definition, "quicknet_weights.h5")</c>.</summary>
public static class KerasWeights
{
    extension(NetworkWeights)
    {
        /// <summary>
        /// Reads the weights that Keras saved for a network, a weight file or a whole model, by order: as Keras does,
        /// unless all names decide (<see cref="KerasMatching.ByOrder"/>).
        /// </summary>
        /// <param name="definition">The network.</param>
        /// <param name="path">The <c>.h5</c> file.</param>
        /// <returns>
        /// The weights with the definition's names; kernels as the file holds them, latent or already binary.
        /// </returns>
        /// <exception cref="ArgumentException">
        /// The file does not fit the network; the message names the layer.
        /// </exception>
        /// <exception cref="FormatException">The file is damaged or foreign.</exception>
        /// <exception cref="IOException">The file is not there or cannot be read.</exception>
        public static NetworkWeights FromKeras(NetworkDefinition definition, string path) =>
            FromKeras(definition, path, KerasMatching.ByOrder);

        /// <summary>Reads the weights that Keras saved for a network: a weight file or a whole model.</summary>
        /// <param name="definition">The network.</param>
        /// <param name="path">The <c>.h5</c> file.</param>
        /// <param name="matching">How layers find each other.</param>
        /// <returns>The weights with the definition's names.</returns>
        /// <exception cref="ArgumentException">
        /// The file does not fit the network; the message names the layer.
        /// </exception>
        /// <exception cref="FormatException">The file is damaged or foreign.</exception>
        /// <exception cref="IOException">The file is not there or cannot be read.</exception>
        public static NetworkWeights FromKeras(NetworkDefinition definition, string path, KerasMatching matching) =>
            FromKeras(definition, path, matching, null, out _);

        /// <summary>
        /// Reads the weights that Keras saved for a network and others for the layers that the file does not have, and
        /// says which those are.
        /// </summary>
        /// <param name="definition">The network.</param>
        /// <param name="path">The <c>.h5</c> file.</param>
        /// <param name="matching">How layers find each other.</param>
        /// <param name="others">
        /// Where the file has no layer of a name, the weights to take instead, for example
        /// <see cref="NetworkWeights.Initialize"/>, which is not trained; null: the file must have every layer.
        /// </param>
        /// <param name="report">
        /// What each layer got. <see cref="KerasReport.Missing"/> are those that have the other weights; what the file
        /// has beyond is <see cref="KerasReport.Unused"/>.
        /// </param>
        /// <returns>The weights with the definition's names.</returns>
        /// <exception cref="ArgumentException">
        /// The file does not fit the network; the message names the layer.
        /// </exception>
        /// <exception cref="FormatException">The file is damaged or foreign.</exception>
        /// <exception cref="IOException">The file is not there or cannot be read.</exception>
        public static NetworkWeights FromKeras(
            NetworkDefinition definition,
            string path,
            KerasMatching matching,
            NetworkWeights? others,
            out KerasReport report)
        {
            ArgumentNullException.ThrowIfNull(definition);
            var file = KerasFile.Read(path);
            try
            {
                return file.WeightsFor(definition, matching, others, out report);
            }
            catch (ArgumentException error)
            {
                throw new ArgumentException($"'{path}' does not fit the network: {error.Message}", error);
            }
        }
    }
}
