using System.Collections.Immutable;
using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Quantizers;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Modules;

/// <summary>
/// A network as TorchSharp trains it: flat NHWC rows in, flat rows of outputs out, an image's NHWC too.
/// </summary>
internal sealed class NetworkModule : nn.Module<Tensor, Tensor>
{
    // The outputs of all layers are held while a block is scored: those of large images take megabytes a row.
    private const int RowsAtOnce = 64;

    private readonly ImmutableArray<(Layer Layer, LayerModule Module)> _layers;
    private readonly QuantizerConstants _constants;
    private readonly ImmutableArray<QuantizerModule> _quantizers;

    public NetworkModule(NetworkDefinition definition, NetworkWeights weights, int seed)
        : base(nameof(NetworkModule))
    {
        Definition = definition;
        _layers = [.. definition.Layers.Select((layer, index) => (layer, LayerModules.Create(layer, seed + index)))];
        foreach (var (layer, module) in _layers)
        {
            // Torch allows no dot in a name; '/' is in no layer's name, so that two layers stay two.
            if (module.Module is not null) register_module(layer.Name.Replace('.', '/'), module.Module);
        }

        Load(weights);
        Penalties = new Penalties(_layers.SelectMany(pair => pair.Module.Weights));
        foreach (var (_, module) in _layers)
        {
            foreach (var binding in module.Weights.Where(binding => !binding.Spec.Trainable))
                binding.Tensor.requires_grad = false;
        }

        _constants = new QuantizerConstants(_layers);
        _quantizers = [.. modules().OfType<QuantizerModule>()];
    }

    public NetworkDefinition Definition { get; }

    /// <summary>What regularizers add to the loss of the batch that was last seen in training mode.</summary>
    public Penalties Penalties { get; }

    public ImmutableArray<(Layer Layer, LayerModule Module)> Layers => _layers;

    /// <summary>Those whose statistics training changes.</summary>
    public IEnumerable<BatchNormalization> BatchNormalizations => _layers
        .Where(pair => pair.Layer.Kind is not WeightedKind { Trainable: false })
        .Select(pair => pair.Module.Module).OfType<BatchNormalization>();

    /// <summary>Those that draw random numbers while training.</summary>
    public IEnumerable<(string Layer, SeededDropout Module)> Dropouts =>
        from pair in _layers
        where pair.Module.Module is SeededDropout
        select (pair.Layer.Name, (SeededDropout)pair.Module.Module!);

    /// <summary>The weights that an optimizer changes, where they lie now.</summary>
    public TrainedWeight[] TrainedWeights =>
    [
        .. from pair in _layers
           from binding in pair.Module.Weights
           where binding.Spec.Trainable && binding.Tensor.requires_grad
           select new TrainedWeight(pair.Layer.Name, binding.Spec, binding.Tensor)
           {
               MetricName = pair.Layer.Name + pair.Layer.SuffixOf(binding.Spec),
           },
    ];

    public void Load(NetworkWeights weights)
    {
        foreach (var (layer, module) in _layers)
        {
            foreach (var binding in module.Weights) binding.Load(weights[layer, binding.Spec.Name]);
        }
    }

    /// <summary>Requires that training has changed nothing that <see cref="Save"/> does not give.</summary>
    /// <exception cref="InvalidOperationException">A quantizer's buffer without a name there has changed.</exception>
    public void RequireKept() => _constants.Require();

    /// <summary>Throws what a quantizer's gradients threw in a backward pass just done.</summary>
    public void ThrowFaults()
    {
        foreach (var quantizer in _quantizers) quantizer.Fault.Throw();
    }

    public NetworkWeights Save() => new(_layers.SelectMany(pair => pair.Module.Weights.Select(binding =>
        KeyValuePair.Create(NetworkWeights.NameOf(pair.Layer, binding.Spec.Name), binding.Save()))));

    /// <summary>
    /// As every module, but a frozen batch normalization, and a frozen layer's quantizer with state, stay in evaluation
    /// mode.
    /// </summary>
    public override void train(bool on = true)
    {
        base.train(on);
        foreach (var (layer, module) in _layers)
        {
            if (layer.Kind is BatchNormalizationLayer { Trainable: false }) module.Module!.eval();
            if (layer.Kind is WeightedKind { Trainable: false }) module.FreezeQuantizers(layer, on);
        }
    }

    public override Tensor forward(Tensor input) => Outputs(input, [])[0];

    /// <summary>
    /// The network's outputs as <c>call</c> gives them, then those of layers as the layers after them see them.
    /// </summary>
    public Tensor[] Outputs(Tensor input, IReadOnlyList<string> names)
    {
        using var scope = NewDisposeScope();
        Penalties.Begin();
        var outputs = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (layer, module) in _layers)
        {
            Tensor[] inputs = layer.Inputs.IsEmpty ? [input] : [.. layer.Inputs.Select(name => outputs[name])];
            outputs[layer.Name] = module.Forward(inputs);
            if (training) Penalties.Watch(layer, outputs[layer.Name]);
        }

        // Each output gets a handle of its own: a layer may return the very tensor that it read, and a handle leaves a
        // dispose scope only once.
        return
        [
            ShapeModules.Flat(outputs[Definition.Output.Name]).MoveToOuterDisposeScope(),
            .. names.Select(name => outputs[name].alias().MoveToOuterDisposeScope()),
        ];
    }

    /// <summary>Scores rows in evaluation mode, without gradients; leaves the mode as it was.</summary>
    public float[] Score(ReadOnlySpan<float> rows)
    {
        var wasTraining = training;
        eval();
        using var noGrad = no_grad();
        var device = parameters().Concat(buffers()).FirstOrDefault()?.device ?? CPU;
        var (width, outputs) = (Definition.InputShape.Size, Definition.OutputShape.Size);
        var count = rows.Length / width;
        var scores = new float[count * outputs];
        for (var row = 0; row < count; row += RowsAtOnce)
        {
            using var scope = NewDisposeScope();
            var size = Math.Min(RowsAtOnce, count - row);
            var input = TorchMemory.Empty(size, width);
            rows.Slice(row * width, size * width).CopyTo(input.Floats());
            call(input.to(device)).cpu().contiguous().Floats().CopyTo(scores.AsSpan(row * outputs));
        }

        train(wasTraining);
        return scores;
    }
}
