using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Kinds;
using Microsoft.ML.Larq.Quantizers;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Modules;

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

    /// <summary>The quantizer of its only kernel.</summary>
    public QuantizerModule? KernelQuantizer
    {
        init => KernelQuantizers = value is null ? [] : [new("", value)];
    }

    /// <summary>The quantizers of its kernels, each with what is put behind the layer's name in its metrics.</summary>
    public IReadOnlyList<KernelQuantizer> KernelQuantizers { get; init; } = [];

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
            var quantizer = spec.QuantizerOf == QuantizerWeights.Input
                ? InputQuantizer!
                : KernelQuantizers[Kernel(layer, spec)].Quantizer;
            var name = QuantizerWeights.ParameterOf(spec);
            return new WeightBinding(spec, () => quantizer.get_parameter(name) ?? quantizer.get_buffer(name)!);
        })],
    };

    /// <summary>Keeps quantizers from changing state of their own, where they have any.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="training">Whether the network is in training mode.</param>
    public void FreezeQuantizers(Layer layer, bool training)
    {
        foreach (var spec in layer.Weights.Where(spec => spec.QuantizerOf is not null))
        {
            var quantizer = spec.QuantizerOf == QuantizerWeights.Input
                ? InputQuantizer!
                : KernelQuantizers[Kernel(layer, spec)].Quantizer;
            quantizer.eval();
            quantizer.IsFrozen = training;
        }
    }

    /// <summary>
    /// Binds a layer's weights by name; those without a tensor of that name are an error in the table.
    /// </summary>
    public static WeightBinding[] Bind(
        Layer layer, long[] kernelAxes, params (string Name, Func<Tensor?> Source)[] tensors) =>
        Bind(layer, [.. tensors.Select(tensor => (
            tensor.Name, layer.Weights.Any(spec => spec.IsKernel && spec.Name == tensor.Name) ? kernelAxes : null,
            tensor.Source))]);

    /// <summary>The same for several kernels, each with its axes.</summary>
    public static WeightBinding[] Bind(
        Layer layer, params (string Name, long[]? Axes, Func<Tensor?> Source)[] tensors) =>
        [.. layer.Weights.Where(spec => spec.QuantizerOf is null).Select(spec =>
        {
            var (_, axes, source) = tensors.First(tensor => tensor.Name == spec.Name);
            return new WeightBinding(spec, source!, axes);
        })];

    // The quantizers are in the order of the kernels that have one.
    private static int Kernel(Layer layer, WeightSpec parameter) => layer.Weights
        .Where(spec => spec.Quantizer is not null).Index().First(pair => pair.Item.Name == parameter.QuantizerOf).Index;
}

/// <summary>A quantizer of one of a layer's kernels.</summary>
/// <param name="Suffix">
/// Put behind the layer's name in its metrics: nothing, or <c>.depthwise</c> and <c>.pointwise</c>.
/// </param>
/// <param name="Quantizer">The quantizer.</param>
internal sealed record KernelQuantizer(string Suffix, QuantizerModule Quantizer);
