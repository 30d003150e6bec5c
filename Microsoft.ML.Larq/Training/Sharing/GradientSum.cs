using Microsoft.ML.Larq.Clusters;
using Microsoft.ML.Larq.Clusters.Wires;
using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Tensors;
using Microsoft.ML.Larq.Training.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Sharing;

/// <summary>One step of all ranks: its gradients are those of the mean loss over all their rows.</summary>
/// <remarks>
/// Rank r has mᵣ of the step's m rows and the mean loss Lᵣ of them. Its loss is weighed by mᵣ/m, so that the sum of the
/// ranks' gradients, taken in their order, is ∂(Σᵣ mᵣ/m·Lᵣ)/∂w. What a penalty adds is weighed too and stays one.
/// </remarks>
internal sealed class GradientSum(Ranks ranks, NetworkModule network, TrainedWeight[] weights, StepVotes? votes)
{
    private readonly StepMoments? _moments =
        ranks is { IsAlone: false, Choices.SynchronizesNormalization: true } ? new StepMoments(ranks) : null;

    private readonly FlatTensors _flat = new();

    // Moving statistics and what they were, while this rank goes along with a row that is not its own.
    private Tensor[] _statistics = [];
    private Tensor[] _before = [];

    /// <summary>Before the forward pass of a step.</summary>
    public void Begin(Batch rows)
    {
        if (votes is not null) votes.Rows = rows.OfAll;
        if (_moments is null)
        {
            if (rows.Share > 0) return;
            _statistics =
                [.. network.BatchNormalizations.SelectMany(layer => new[] { layer.MovingMean, layer.MovingVariance })];
            _before = [.. _statistics.Select(one => one.clone())];
            return;
        }

        _moments.Counts = rows.Share > 0;
        foreach (var layer in network.BatchNormalizations) layer.Together = _moments;
    }

    /// <summary>The loss as this rank has a share in it.</summary>
    public Tensor Weighed(Tensor loss, Batch rows) => ranks.IsAlone ? loss : loss.Times(rows.Share);

    /// <summary>
    /// After the backward pass: the gradient of every weight that is not voted on becomes that of all rows.
    /// </summary>
    public void End()
    {
        if (ranks.IsAlone) return;
        for (var i = 0; i < _statistics.Length; i++) _statistics[i].copy_(_before[i]);
        (_statistics, _before) = ([], []);
        if (_moments is not null)
        {
            foreach (var layer in network.BatchNormalizations) layer.Together = null;
            _moments.Fault.Throw();
        }

        var gradients = weights.Where(weight => votes?.Has(weight) != true).Select(weight => weight.Tensor.grad);
        _flat.Run(
            gradients.OfType<Tensor>(),
            numbers => ranks.Sum(numbers, inBFloat16: ranks.Choices.Wire == GradientWire.BFloat16));
    }
}
