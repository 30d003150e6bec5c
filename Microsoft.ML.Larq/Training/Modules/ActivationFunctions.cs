using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Modules;

/// <summary>The TorchSharp function of each activation.</summary>
internal static class ActivationFunctions
{
    public static Func<Tensor, Tensor> Of(ActivationFunction function) => function switch
    {
        ActivationFunction.Linear => x => x,
        ActivationFunction.Relu => LayerActivations.Relu,
        ActivationFunction.Relu6 => LayerActivations.Relu6,
        ActivationFunction.Relu1 => LayerActivations.Relu1,
        ActivationFunction.HardTanh => LayerActivations.HardTanh,
        ActivationFunction.LeakyTanh => x => LayerActivations.LeakyTanh(x),
        ActivationFunction.Tanh => LayerActivations.Tanh,
        ActivationFunction.Sigmoid => LayerActivations.Sigmoid,
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "This activation has no function."),
    };
}
