namespace Microsoft.ML.Larq.Networks.Kinds;

/// <summary>The function that makes probabilities, where a network ends in one.</summary>
internal static class NetworkEnd
{
    public const string Softmax = "softmax";
    public const string Sigmoid = "sigmoid";

    /// <summary>Which one the layer is or ends in; null for none.</summary>
    public static string? Of(Layer output) => output.Kind switch
    {
        SoftmaxLayer => Softmax,
        ActivationLayer { Function: ActivationFunction.Sigmoid } => Sigmoid,
        BiasedKind { Activation: ActivationFunction.Sigmoid, ActivityRegularizer: null } => Sigmoid,
        _ => null,
    };

    /// <summary>The network without it.</summary>
    public static NetworkTensor Without(NetworkTensor output) => output.Layer.Kind switch
    {
        SoftmaxLayer or ActivationLayer => output.Graph.Of(output.Layer.Inputs[0]),
        BiasedKind kind => output.Graph.Replace(output.Layer, kind with { Activation = ActivationFunction.Linear }),
        _ => output,
    };
}
