using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Formats;

/// <summary>Weights from Keras: <c>NetworkWeights.FromKeras(definition, "quicknet_weights.h5")</c>.</summary>
public static class KerasWeights
{
    extension(NetworkWeights)
    {
        /// <summary>Reads the weights that Keras saved for a network: a weight file or a whole model.</summary>
        /// <param name="definition">The network.</param>
        /// <param name="path">The <c>.h5</c> file.</param>
        /// <param name="byName">
        /// How the layers of the file and of the network find each other, as in Keras' <c>load_weights</c>.
        /// False (default): by their order, unless all names decide; true: by their names.
        /// <see cref="KerasFile.WeightsFor"/> says more.
        /// </param>
        /// <param name="others">
        /// Where the file has no layer of a name, the weights to take instead, for example
        /// <see cref="NetworkWeights.Initialize"/>, which is not trained; null (default): the file must have every
        /// layer. <see cref="KerasFile.WeightsFor"/> says too which layers those are.
        /// </param>
        /// <returns>
        /// The weights with the definition's names; kernels as the file holds them, latent or already binary.
        /// </returns>
        /// <exception cref="ArgumentException">
        /// The file does not fit the network; the message names the layer.
        /// </exception>
        /// <exception cref="FormatException">The file is damaged or foreign.</exception>
        /// <exception cref="IOException">The file is not there or cannot be read.</exception>
        public static NetworkWeights FromKeras(
            NetworkDefinition definition, string path, bool byName = false,
            NetworkWeights? others = null)
        {
            ArgumentNullException.ThrowIfNull(definition);
            var file = KerasFile.Read(path);
            try
            {
                return file.WeightsFor(definition, byName, others, out _);
            }
            catch (ArgumentException error)
            {
                throw new ArgumentException($"'{path}' does not fit the network: {error.Message}", error);
            }
        }
    }
}
