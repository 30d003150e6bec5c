using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Optimizers;

/// <summary>What <see cref="SgdSpec"/> and <see cref="NesterovSpec"/> describe.</summary>
internal sealed class SgdOptimizer : RateOptimizer
{
    private readonly bool _looksAhead;
    private readonly Dial _momentum;
    private readonly Tensor[] _momenta;

    public SgdOptimizer(SgdSpec spec, IReadOnlyList<TrainedWeight> weights, bool looksAhead = false)
        : base(spec.LearningRate, weights)
    {
        _looksAhead = looksAhead;
        _momentum = Follow(spec.Momentum);
        _momenta = spec.Momentum.Constant == 0 ? [] : State("momentum");
    }

    protected override string Name => nameof(Optimize.Sgd);

    protected override Schedule DefaultRate => ((SgdSpec)Optimize.Sgd()).LearningRate;

    public override void Dispose()
    {
        foreach (var momentum in _momenta) momentum.Dispose();
    }

    protected override void Update(int index, Tensor weight, Tensor gradient)
    {
        var direction = gradient;
        if (_momenta.Length > 0)
        {
            direction = _momenta[index].MultiplyInPlace(_momentum.Value).AddInPlace(gradient);
            if (_looksAhead) direction = direction.Times(_momentum.Value).AddInPlace(gradient);
        }

        weight.AddInPlace(direction, -LearningRate);
    }
}
