using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Modules;

/// <summary>What regularizers add to the loss of a batch: for latent weights, and for the outputs of layers.</summary>
internal sealed class Penalties(IEnumerable<WeightBinding> weights)
{
    private readonly WeightBinding[] _weights =
        [.. weights.Where(binding => binding.Spec is { Regularizer: not null, Trainable: true })];

    private readonly List<Tensor> _activities = [];

    /// <summary>Forgets the outputs of the batch before.</summary>
    public void Begin() => _activities.Clear();

    /// <summary>
    /// Sees a layer's output; what it adds goes to the scope around the caller's, where the loss will be.
    /// </summary>
    public void Watch(Layer layer, Tensor output)
    {
        if (layer.Kind is not BiasedKind { ActivityRegularizer: { } regularizer }) return;
        _activities.Add(Of(regularizer, output).Times(1.0 / output.size(0)).MoveToOuterDisposeScope());
    }

    /// <summary>The loss with everything added; itself where there is nothing.</summary>
    public Tensor AddTo(Tensor loss)
    {
        foreach (var binding in _weights) loss = loss.Plus(Of(binding.Spec.Regularizer!, binding.Tensor));
        foreach (var activity in _activities) loss = loss.Plus(activity);
        Begin();
        return loss;
    }

    private static Tensor Of(WeightRegularizer regularizer, Tensor values)
    {
        var squared = values.Squared().sum().Times(regularizer.Squared);
        return regularizer.Absolute == 0 ? squared : values.abs().sum().Times(regularizer.Absolute).Plus(squared);
    }
}
