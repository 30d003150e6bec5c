using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Optimizers;

/// <summary>What <see cref="LionSpec"/> describes.</summary>
internal sealed class LionOptimizer : SignOptimizer
{
    private readonly Dial _beta1;
    private readonly Dial _beta2;
    private readonly Dial _weightDecay;
    private readonly Tensor[] _momenta;

    public LionOptimizer(LionSpec spec, IReadOnlyList<TrainedWeight> weights)
        : base(spec.LearningRate, weights)
    {
        (_beta1, _beta2, _weightDecay) = (Follow(spec.Beta1), Follow(spec.Beta2), Follow(spec.WeightDecay));
        _momenta = State("momentum");
    }

    protected override string Name => nameof(Optimize.Lion);

    protected override Schedule DefaultRate => ((LionSpec)Optimize.Lion()).LearningRate;

    protected override Tensor[] Momenta => _momenta;

    protected override Tensor Direction(int index, Tensor gradient)
    {
        var momentum = _momenta[index];
        var direction = momentum.Times(_beta1.Value).AddInPlace(gradient, 1 - _beta1.Value);
        momentum.MultiplyInPlace(_beta2.Value).AddInPlace(gradient, 1 - _beta2.Value);
        return direction;
    }

    protected override void Move(Tensor weight, Tensor sign)
    {
        if (_weightDecay.Value > 0) weight.MultiplyInPlace(1 - (LearningRate * _weightDecay.Value));
        base.Move(weight, sign);
    }
}
