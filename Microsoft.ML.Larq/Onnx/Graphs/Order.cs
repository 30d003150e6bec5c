namespace Microsoft.ML.Larq.Onnx.Graphs;

/// <summary>Where the channels of a tensor lie.</summary>
internal enum Order
{
    /// <summary>Behind the axes of space, as in Keras and everywhere else here.</summary>
    ChannelsLast,

    /// <summary>Before the axes of space, as ONNX' convolutions and poolings want them.</summary>
    ChannelsFirst,
}
