using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Optimizers;

/// <summary>What <see cref="SgdSpec"/> describes.</summary>
internal sealed class SgdOptimizer : RateOptimizer
{
    private readonly SgdSpec _spec;
    private readonly Tensor[] _momenta;

    public SgdOptimizer(SgdSpec spec, IReadOnlyList<TrainedWeight> weights)
        : base(spec.LearningRate, weights)
    {
        _spec = spec;
        _momenta = spec.Momentum > 0 ? State("momentum") : [];
    }

    protected override string Name => nameof(Optimize.Sgd);

    protected override IReadOnlyList<OptimizerSetting> Settings =>
        [new(RateName, _spec.LearningRate, ((SgdSpec)Optimize.Sgd()).LearningRate)];

    public override void Dispose()
    {
        foreach (var momentum in _momenta) momentum.Dispose();
    }

    protected override void Update(int index, Tensor weight, Tensor gradient)
    {
        var direction = _spec.Momentum > 0
            ? _momenta[index].MultiplyInPlace(_spec.Momentum).AddInPlace(gradient)
            : gradient;
        weight.AddInPlace(direction, -LearningRate);
    }
}
