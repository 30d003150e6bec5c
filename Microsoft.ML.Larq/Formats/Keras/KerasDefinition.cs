using Microsoft.ML.Larq.Formats.Keras;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Formats;

/// <summary>Networks from Keras: <c>NetworkDefinition.FromKeras("model.h5")</c>.</summary>
public static class KerasDefinition
{
    extension(NetworkDefinition)
    {
        /// <summary>Builds the network of a model that Keras 2 saved whole (<c>model.save("model.h5")</c>).</summary>
        /// <param name="path">The <c>.h5</c> file.</param>
        /// <param name="inputShape">
        /// The shape of a row, where the model takes images of any size; null (default) reads it from the model.
        /// </param>
        /// <param name="forScoring">
        /// Leaves out initializers, constraints and regularizers that are not known, which matter in training alone;
        /// false (default): they are an error, so that what is trained on is the model that was saved.
        /// </param>
        /// <remarks>
        /// <para>
        /// Sequential and functional models, and models within them, of Keras' and Larq's layers that have a kind here.
        /// Names are kept, but for letters that a network's names cannot have (<c>Conv/BatchNorm</c> is Conv_BatchNorm)
        /// and names that several of the models have, which get their model's in front (left_dense); quantizers,
        /// initializers, constraints, regularizers and frozen layers too. Those of normalizations and slopes, which
        /// concern training alone, are left out.
        /// </para>
        /// <para>
        /// What one layer does in Keras and two do here has the layer's name with an ending: a quantizer or a softmax
        /// as its activation is a layer <c>NAME.activation</c>, the axes that a global pooling keeps
        /// <c>NAME.keepdims</c>. A dense layer over a sequence, an image or a volume is a convolution of one tap.
        /// </para>
        /// <para>
        /// A softmax or sigmoid behind the last layer is left out: networks here end in logits, and scoring applies it.
        /// </para>
        /// </remarks>
        /// <exception cref="FormatException">
        /// The file is damaged or holds weights alone, a layer cannot be built, or the network takes more than
        /// <see cref="NetworkBudget"/> allows; the message names class and layer.
        /// </exception>
        /// <exception cref="IOException">The file is not there or cannot be read.</exception>
        public static NetworkDefinition FromKeras(string path, TensorShape? inputShape = null, bool forScoring = false)
        {
            var file = KerasFile.Read(path);
            try
            {
                return file.Definition(inputShape, out _, forScoring ? [] : null);
            }
            catch (FormatException error)
            {
                throw new FormatException($"'{path}': {error.Message}", error);
            }
        }
    }

    /// <summary>The network of a file's configuration, and the activation behind it that was left out.</summary>
    internal static NetworkDefinition Definition(
        this KerasFile file, TensorShape? inputShape, out string? leftOut, List<string>? notes = null)
    {
        var config = file.ModelConfig ?? throw new FormatException(
            "It holds weights alone ('model.save_weights'); build the network, for example with the zoo, and take the "
            + "weights over with NetworkWeights.FromKeras.");
        (var definition, leftOut) = KerasModel.Read(config, inputShape, keepsEnd: false, notes);
        return definition;
    }

    /// <summary>The same with the softmax or sigmoid behind it.</summary>
    internal static NetworkDefinition WholeDefinition(this KerasFile file, TensorShape? inputShape) =>
        KerasModel.Read(file.ModelConfig!, inputShape, keepsEnd: true, notes: []).Definition;
}
