using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Optimizers;

/// <summary>What <see cref="RmsPropSpec"/> describes.</summary>
internal sealed class RmsPropOptimizer : RateOptimizer
{
    private readonly Dial _rho;
    private readonly Dial _momentum;
    private readonly Dial _epsilon;
    private readonly Tensor[] _squares;
    private readonly Tensor[] _means;
    private readonly Tensor[] _momenta;

    public RmsPropOptimizer(RmsPropSpec spec, IReadOnlyList<TrainedWeight> weights)
        : base(spec.LearningRate, weights)
    {
        (_rho, _momentum, _epsilon) = (Follow(spec.Rho), Follow(spec.Momentum), Follow(spec.Epsilon));
        _squares = State("square");
        _means = spec.Centered ? State("mean") : [];
        _momenta = spec.Momentum.Constant == 0 ? [] : State("momentum");
    }

    protected override string Name => nameof(Optimize.RmsProp);

    protected override Schedule DefaultRate => ((RmsPropSpec)Optimize.RmsProp()).LearningRate;

    public override void Dispose()
    {
        foreach (var state in _squares.Concat(_means).Concat(_momenta)) state.Dispose();
    }

    protected override void Update(int index, Tensor weight, Tensor gradient)
    {
        var rho = _rho.Value;
        var square = _squares[index].MultiplyInPlace(rho).AddProductInPlace(gradient, gradient, 1 - rho);
        var deviation = Centred(index, square, gradient).Plus(_epsilon.Value).sqrt_();
        if (_momenta.Length == 0)
        {
            weight.AddQuotientInPlace(gradient, deviation, -LearningRate);
            return;
        }

        var momentum = _momenta[index].MultiplyInPlace(_momentum.Value)
            .AddQuotientInPlace(gradient, deviation, LearningRate);
        weight.AddInPlace(momentum, -1);
    }

    private Tensor Centred(int index, Tensor square, Tensor gradient)
    {
        if (_means.Length == 0) return square;
        var mean = _means[index].MultiplyInPlace(_rho.Value).AddInPlace(gradient, 1 - _rho.Value);

        // A variance is none below 0, whatever the rounding.
        return square.Minus(mean.Squared()).ClampMin(0);
    }
}
