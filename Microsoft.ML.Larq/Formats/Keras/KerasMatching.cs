namespace Microsoft.ML.Larq.Formats;

/// <summary>How a file's layers find the network's.</summary>
public enum KerasMatching
{
    /// <summary>
    /// The first layer with weights to the first, and so on, both in the order of Keras' <c>model.layers</c>; names
    /// are not looked at, so automatic numbers may differ. Both sides have equally many layers with weights.
    /// </summary>
    ByOrder,

    /// <summary>
    /// A layer to the layer of its name; layers of the file that the network does not have are left out.
    /// </summary>
    ByName,
}
