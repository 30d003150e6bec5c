using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Optimizers;

/// <summary>What <see cref="AdamSpec"/> and <see cref="AdamWSpec"/> describe.</summary>
internal sealed class AdamOptimizer : RateOptimizer
{
    private readonly AdamSpec _spec;
    private readonly bool _decays;
    private readonly double _weightDecay;
    private readonly Tensor[] _means;
    private readonly Tensor[] _squares;

    public AdamOptimizer(AdamSpec spec, IReadOnlyList<TrainedWeight> weights, double? weightDecay = null)
        : base(spec.LearningRate, weights)
    {
        _spec = spec;
        (_decays, _weightDecay) = (weightDecay is not null, weightDecay ?? 0);
        _means = State("mean");
        _squares = State("square");
    }

    protected override string Name => _decays ? nameof(Optimize.AdamW) : nameof(Optimize.Adam);

    protected override IReadOnlyList<OptimizerSetting> Settings =>
    [
        new(RateName, _spec.LearningRate, ((AdamSpec)Optimize.Adam()).LearningRate),
        .. _decays ? [Decay] : Array.Empty<OptimizerSetting>(),
    ];

    private OptimizerSetting Decay =>
        new("Weight Decay", (float)_weightDecay, (float)((AdamWSpec)Optimize.AdamW()).WeightDecay);

    public override void Dispose()
    {
        foreach (var state in _means.Concat(_squares)) state.Dispose();
    }

    protected override void Update(int index, Tensor weight, Tensor gradient)
    {
        if (_weightDecay > 0) weight.MultiplyInPlace(1 - (LearningRate * _weightDecay));
        var pass = new AdamPass(
            _spec.Beta1, _spec.Beta2, _spec.Epsilon, LearningRate / (1 - Math.Pow(_spec.Beta1, Steps)),
            1 / Math.Sqrt(1 - Math.Pow(_spec.Beta2, Steps)));
        if (pass.Run(weight, gradient, _means[index], _squares[index])) return;
        var mean = _means[index].MultiplyInPlace(_spec.Beta1).AddInPlace(gradient, 1 - _spec.Beta1);
        var square = _squares[index]
            .MultiplyInPlace(_spec.Beta2).AddProductInPlace(gradient, gradient, 1 - _spec.Beta2);
        var deviation = square.sqrt()
            .DivideInPlace(Math.Sqrt(1 - Math.Pow(_spec.Beta2, Steps))).AddInPlace(_spec.Epsilon);
        weight.AddQuotientInPlace(mean, deviation, -LearningRate / (1 - Math.Pow(_spec.Beta1, Steps)));
    }
}
