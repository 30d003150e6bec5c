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
internal sealed class GradientSum(Ranks ranks, NetworkModule network, TrainedWeight[] weights)
{
    // Numbers that are exchanged at once: 64 MiB.
    private const int MostNumbers = 1 << 24;

    private readonly StepMoments? _moments =
        ranks is { IsAlone: false, Choices.SynchronizesNormalization: true } ? new StepMoments(ranks) : null;

    private float[] _numbers = [];

    /// <summary>Before the forward pass of a step.</summary>
    public void Begin(Batch rows)
    {
        if (_moments is null) return;
        _moments.Counts = rows.Share > 0;
        foreach (var layer in network.BatchNormalizations) layer.Together = _moments;
    }

    /// <summary>The loss as this rank has a share in it.</summary>
    public Tensor Weighed(Tensor loss, Batch rows) => ranks.IsAlone ? loss : loss.Times(rows.Share);

    /// <summary>After the backward pass: every weight's gradient becomes that of all rows.</summary>
    public void End()
    {
        if (ranks.IsAlone) return;
        if (_moments is not null)
        {
            foreach (var layer in network.BatchNormalizations) layer.Together = null;
            _moments.Fault.Throw();
        }

        var some = new List<Tensor>();
        var count = 0L;
        foreach (var gradient in weights.Select(weight => weight.Tensor.grad).OfType<Tensor>())
        {
            if (count + gradient.numel() > MostNumbers && some.Count > 0)
            {
                Sum(some, (int)count);
                some.Clear();
                count = 0;
            }

            some.Add(gradient);
            count += gradient.numel();
        }

        if (some.Count > 0) Sum(some, checked((int)count));
    }

    private void Sum(List<Tensor> gradients, int count)
    {
        if (_numbers.Length < count) _numbers = new float[count];
        var at = 0;
        foreach (var gradient in gradients)
        {
            var plain = gradient.to(ScalarType.Float32, CPU).contiguous().Elements<float>();
            plain.CopyTo(_numbers.AsSpan(at));
            at += plain.Length;
        }

        ranks.Sum(_numbers.AsSpan(0, count));
        at = 0;
        foreach (var gradient in gradients)
        {
            var sum = TorchMemory.Empty(gradient.shape);
            _numbers.AsSpan(at, (int)gradient.numel()).CopyTo(sum.Floats());
            gradient.copy_(sum);
            at += (int)gradient.numel();
        }
    }
}
