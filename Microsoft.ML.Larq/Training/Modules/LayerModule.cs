using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training;

/// <summary>A layer as TorchSharp runs it. Images are NCHW here: rows, channels, height, width.</summary>
/// <param name="Forward">Computes the output from the inputs, in the layer's order.</param>
internal sealed record LayerModule(Func<IReadOnlyList<Tensor>, Tensor> Forward)
{
    /// <summary>The module that holds the weights and the training mode, where there is one.</summary>
    public nn.Module? Module { get; init; }

    /// <summary>Its weights.</summary>
    public IReadOnlyList<WeightBinding> Weights { get; init; } = [];

    /// <summary>The quantizer of its input.</summary>
    public QuantizerModule? InputQuantizer { get; init; }

    /// <summary>The quantizer of its kernel.</summary>
    public QuantizerModule? KernelQuantizer { get; init; }

    /// <summary>A layer that has nothing but a function of one input.</summary>
    public static LayerModule Of(Func<Tensor, Tensor> function) => new(inputs => function(inputs[0]));

    /// <summary>A layer that is a module of one input.</summary>
    public static LayerModule Of(nn.Module<Tensor, Tensor> module, params WeightBinding[] weights) =>
        new(inputs => module.call(inputs[0])) { Module = module, Weights = weights };

    /// <summary>The same, with the trained parameters of its quantizers among its weights.</summary>
    public LayerModule WithQuantizers(Layer layer) => this with
    {
        Weights = [.. Weights, .. layer.Weights.Where(spec => spec.QuantizerOf is not null).Select(spec =>
        {
            var quantizer = (spec.QuantizerOf == QuantizerWeights.Input ? InputQuantizer : KernelQuantizer)!;
            var name = QuantizerWeights.ParameterOf(spec);
            return new WeightBinding(spec, () => quantizer.get_parameter(name)!);
        })],
    };

    /// <summary>
    /// Binds a layer's weights by name; those without a tensor of that name are an error in the table.
    /// </summary>
    public static WeightBinding[] Bind(Layer layer, long[] kernelAxes, params (string Name, Func<Tensor?> Source)[] tensors) =>
        [.. layer.Weights.Where(spec => spec.QuantizerOf is null).Select(spec => new WeightBinding(
            spec,
            tensors.First(pair => pair.Name == spec.Name).Source!,
            spec.Name == "kernel" ? kernelAxes : null))];
}
