using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Tensors;
using Microsoft.ML.Larq.Training.Data;
using Microsoft.ML.Larq.Training.Losses;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Measures;

/// <summary>
/// How far each quantized kernel's pseudo-gradient points from what the binarized loss does: a step along it, and the
/// loss before and after.
/// </summary>
/// <remarks>
/// <para>
/// For batch b and kernel W, all other weights held: g = ∂L/∂W as the estimator gives it; p = −η·‖g‖², what g predicts
/// for the step −η·g; m = L(W − η·g) − L(W), what the loss does, computed with the quantized kernel. Over the batches,
/// ratio = Σm / Σp, cosine = Σp·m / √(Σp²·Σm²), mismatch = 1 − cosine. η is that of <see cref="ProbeStep"/>.
/// </para>
/// <para>
/// The loss is that of training: batch normalizations use the batch's own statistics; dropout is off. The batches are
/// chosen once from the seed. Afterwards weights, gradients, statistics and random streams are as they were.
/// </para>
/// <para>
/// The problem is named in Ding et al. 2019, <see href="https://arxiv.org/abs/1904.02823"/>, section 3, which judges it
/// by where activations lie; this compares with the loss itself instead.
/// </para>
/// </remarks>
internal sealed class GradientProbe
{
    private readonly NetworkModule _network;
    private readonly BatchFeed _feed;
    private readonly TrainingLoss _loss;
    private readonly int _batches;
    private readonly Action _checkAlive;
    private readonly TrainedWeight[] _kernels;
    private readonly ProbeSums[] _sums;

    /// <param name="network">The network.</param>
    /// <param name="feed">Rows of which it takes the first batches.</param>
    /// <param name="loss">The loss that gradients are of.</param>
    /// <param name="batches">Batches that are taken.</param>
    /// <param name="checkAlive">Throws when it should stop.</param>
    public GradientProbe(NetworkModule network, BatchFeed feed, TrainingLoss loss, int batches, Action checkAlive)
    {
        _network = network;
        _feed = feed;
        _loss = loss;
        _batches = Math.Min(batches, feed.Batches);
        _checkAlive = checkAlive;
        _kernels = [.. network.TrainedWeights.Where(weight => weight.Spec.Quantizer is not null)];
        _sums = new ProbeSums[_kernels.Length];
    }

    public IEnumerable<KeyValuePair<string, double>> Values =>
    [
        .. _kernels.Zip(_sums, (kernel, sums) =>
            KeyValuePair.Create(MetricNames.GradientMismatch + kernel.MetricName, 1 - sums.Cosine)),
        .. _kernels.Zip(_sums, (kernel, sums) =>
            KeyValuePair.Create(MetricNames.GradientRatio + kernel.MetricName, sums.Ratio)),
    ];

    public void Reset() => Array.Clear(_sums);

    public void Run()
    {
        Reset();
        using var mode = new ProbeMode(_network);
        for (var batch = 0; batch < _batches; batch++)
        {
            _checkAlive();
            using var scope = NewDisposeScope();
            var (features, labels) = _feed[batch];
            var loss = _loss.Mean(_network.call(features), labels);
            var gradients = autograd.grad([loss], [.. _kernels.Select(kernel => kernel.Tensor)], allow_unused: true);
            _network.ThrowFaults();
            using var noGrad = no_grad();
            var before = loss.Value();
            for (var i = 0; i < _kernels.Length; i++)
            {
                if (gradients[i] is { IsInvalid: false } gradient)
                    _sums[i] += Probe(_kernels[i].Tensor, gradient, features, labels, before);
            }
        }
    }

    private ProbeSums Probe(Tensor kernel, Tensor gradient, Tensor features, Tensor labels, double before)
    {
        using var scope = NewDisposeScope();
        if (ProbeStep.Of(kernel, gradient) is not { } step) return default;
        var saved = kernel.detach().clone();
        kernel.AddInPlace(gradient, -step);
        var after = _loss.Mean(_network.call(features), labels).Value();
        kernel.copy_(saved);
        var squared = gradient.to(ScalarType.Float64).Squared().sum().Value();
        return ProbeSums.Of(-step * squared, after - before);
    }
}
