using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Modules;

/// <summary>The TorchSharp function of each activation.</summary>
internal static class ActivationFunctions
{
    public static Func<Tensor, Tensor> Of(ActivationFunction function, float? alpha = null) =>
        function == ActivationFunction.Linear ? x => x : x => LayerActivations.Apply(function, x, alpha);
}
