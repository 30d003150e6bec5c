namespace Microsoft.ML.Larq.Formats;

/// <summary>How a file's layers find the network's.</summary>
public enum KerasMatching
{
    /// <summary>
    /// The first layer with weights to the first, and so on, both in the order of Keras' <c>model.layers</c>, so that
    /// automatic numbers may differ. Both sides have equally many layers with weights.
    /// </summary>
    /// <remarks>
    /// Where every layer of either side has one of its name on the other, of the same weights and shapes, the names
    /// decide. Keras does not promise the order of the layers of a model within the model (it lists what is trained
    /// before what is frozen) nor their place between others; where such layers could be taken for others of the same
    /// shapes, matching by order is refused.
    /// </remarks>
    ByOrder,

    /// <summary>
    /// A layer to the layer of its name; layers of the file that the network does not have are left out.
    /// </summary>
    /// <remarks>
    /// Names are those that <c>NetworkDefinition.FromKeras</c> gives: Keras', with <c>_</c> for what a network's names
    /// cannot have, and the model's name in front of one that several models within the model have. Numbers that
    /// TensorFlow 1 put behind the names of tensors do not count where the file has the model's configuration.
    /// </remarks>
    ByName,
}
