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
        ActivationFunction.Relu => Activations.Relu,
        ActivationFunction.Relu6 => Activations.Relu6,
        ActivationFunction.Relu1 => Activations.Relu1,
        ActivationFunction.HardTanh => Activations.HardTanh,
        ActivationFunction.LeakyTanh => x => Activations.LeakyTanh(x),
        ActivationFunction.Tanh => Activations.Tanh,
        ActivationFunction.Sigmoid => Activations.Sigmoid,
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "This activation has no function."),
    };
}
