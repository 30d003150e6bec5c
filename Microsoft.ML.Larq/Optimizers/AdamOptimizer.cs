using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Optimizers;

/// <summary>What <see cref="AdamSpec"/> and <see cref="AdamWSpec"/> describe.</summary>
internal sealed class AdamOptimizer : RateOptimizer
{
    private readonly Dial _beta1;
    private readonly Dial _beta2;
    private readonly Dial _epsilon;
    private readonly Dial? _weightDecay;
    private readonly Tensor[] _means;
    private readonly Tensor[] _squares;

    public AdamOptimizer(AdamSpec spec, IReadOnlyList<TrainedWeight> weights, Hyperparameter? weightDecay = null)
        : base(spec.LearningRate, weights)
    {
        (_beta1, _beta2, _epsilon) = (Follow(spec.Beta1), Follow(spec.Beta2), Follow(spec.Epsilon));
        _weightDecay = weightDecay is null ? null : Follow(weightDecay);
        _means = State("mean");
        _squares = State("square");
    }

    protected override string Name => _weightDecay is null ? nameof(Optimize.Adam) : nameof(Optimize.AdamW);

    protected override Schedule DefaultRate => ((AdamSpec)Optimize.Adam()).LearningRate;

    // A decay is told as it is where it is the same throughout, too.
    protected override IReadOnlyList<OptimizerSetting> Settings =>
        _weightDecay?.Hyperparameter is { Constant: { } value } decay
            ? [.. base.Settings, new(decay.Name, (float)value, (float)decay.Default)]
            : base.Settings;

    public override void Dispose()
    {
        foreach (var state in _means.Concat(_squares)) state.Dispose();
    }

    protected override void Update(int index, Tensor weight, Tensor gradient)
    {
        if (_weightDecay?.Value > 0) weight.MultiplyInPlace(1 - (LearningRate * _weightDecay.Value));
        var pass = new AdamPass(
            _beta1.Value, _beta2.Value, _epsilon.Value, LearningRate / (1 - _beta1.Product),
            1 / Math.Sqrt(1 - _beta2.Product));
        if (pass.Run(weight, gradient, _means[index], _squares[index])) return;
        var mean = _means[index].MultiplyInPlace(_beta1.Value).AddInPlace(gradient, 1 - _beta1.Value);
        var square = _squares[index]
            .MultiplyInPlace(_beta2.Value).AddProductInPlace(gradient, gradient, 1 - _beta2.Value);
        var deviation = square.sqrt()
            .DivideInPlace(Math.Sqrt(1 - _beta2.Product)).AddInPlace(_epsilon.Value);
        weight.AddQuotientInPlace(mean, deviation, -LearningRate / (1 - _beta1.Product));
    }
}
