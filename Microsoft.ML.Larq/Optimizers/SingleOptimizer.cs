using Microsoft.ML.Larq.Optimizers.Schedules;

using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Optimizers;

/// <summary>Changes every weight by one rule, and owns the tensors that it keeps for each.</summary>
internal abstract class SingleOptimizer(IReadOnlyList<TrainedWeight> weights) : WeightOptimizer(weights)
{
    private readonly List<KeyValuePair<string, Tensor>> _slots = [];

    public override IEnumerable<OptimizerPart> Parts => [new("", Name, Weights, Settings)];

    public override long Steps { get; set; }

    public override IEnumerable<KeyValuePair<string, Tensor>> Slots => _slots;

    public override void Step(ScheduleTime time)
    {
        Steps++;
        Prepare(time);
        using var noGrad = no_grad();
        for (var i = 0; i < Weights.Count; i++)
        {
            using var scope = NewDisposeScope();
            if (Weights[i].Tensor.grad is { } gradient) Update(i, Weights[i].Tensor, gradient);
        }
    }

    /// <summary>What <see cref="Optimize"/> calls it.</summary>
    protected abstract string Name { get; }

    /// <summary>What it was told.</summary>
    protected abstract IReadOnlyList<OptimizerSetting> Settings { get; }

    /// <summary>Reads the schedules for this step.</summary>
    protected abstract void Prepare(ScheduleTime time);

    /// <summary>Changes a weight in place.</summary>
    protected abstract void Update(int index, Tensor weight, Tensor gradient);

    /// <summary>A tensor of zeros for each weight, for as long as the optimizer lives.</summary>
    /// <param name="name">What they are called among the <see cref="Slots"/>.</param>
    protected Tensor[] State(string name)
    {
        Tensor[] state =
            [.. Weights.Select(weight => zeros_like(weight.Tensor, requires_grad: false).DetachFromDisposeScope())];
        _slots.AddRange(state.Select((slot, i) => KeyValuePair.Create($"{name}/{Weights[i]}", slot)));
        return state;
    }
}
