using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Modules;

/// <summary>What the modules of all layers with kernels are made of, and what comes behind them.</summary>
internal sealed class KernelParts(Layer layer, int seed) : IDisposable
{
    /// <summary>
    /// Draws first kernels, which are then overwritten, from a stream of its own: Torch's own is left as it was.
    /// </summary>
    public Generator Random { get; } = new(unchecked((uint)seed));

    /// <summary>Channels of the input; of a vector its length.</summary>
    public int Channels => layer.InputShapes[0].Channels;

    public QuantizerModule? Input { get; } =
        QuantizerModules.Unmeasured(layer.Kind.Input, TensorLayout.Rows, layer.InputShapes[0]);

    /// <summary>The quantizer of a kernel, which is that weight of the layer.</summary>
    public QuantizerModule? Of(Kernel kernel, TensorLayout layout, int weight = 0) =>
        QuantizerModules.Unmeasured(kernel.Quantizer, layout, layer.Weights[weight].Shape);

    /// <summary>The module with the layer's activation behind it.</summary>
    public LayerModule Behind(nn.Module<Tensor, Tensor> module, WeightBinding[] weights, QuantizerModule? kernel = null)
    {
        var activation = ActivationFunctions.Of(((BiasedKind)layer.Kind).Activation);
        return new LayerModule(inputs => activation(module.call(inputs[0])))
        {
            Module = module,
            Weights = weights,
            InputQuantizer = Input,
            KernelQuantizer = kernel,
        };
    }

    public void Dispose() => Random.Dispose();
}
