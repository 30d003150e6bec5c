using Microsoft.ML.Larq.Optimizers.Schedules;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Optimizers;

/// <summary>What <see cref="BopSpec"/> describes.</summary>
internal sealed class BopOptimizer : SingleOptimizer
{
    private readonly BopSpec _spec;
    private readonly Tensor[] _averages;
    private double _threshold;
    private double _gamma;

    public BopOptimizer(BopSpec spec, IReadOnlyList<TrainedWeight> weights)
        : base(weights)
    {
        _spec = spec;
        _averages = State("average");
    }

    public override IReadOnlyList<KeyValuePair<string, double>> Rates =>
        [new(nameof(BopSpec.Threshold), _threshold), new(nameof(BopSpec.Gamma), _gamma)];

    public override IEnumerable<TrainedWeight> Latent => [];

    protected override string Name => nameof(Optimize.Bop);

    protected override IReadOnlyList<OptimizerSetting> Settings
    {
        get
        {
            var plain = (BopSpec)Optimize.Bop();
            return
            [
                new(nameof(BopSpec.Threshold), _spec.Threshold, plain.Threshold),
                new(nameof(BopSpec.Gamma), _spec.Gamma, plain.Gamma),
            ];
        }
    }

    public override void Dispose()
    {
        foreach (var average in _averages) average.Dispose();
    }

    protected override void Prepare(ScheduleTime time)
    {
        _threshold = _spec.Threshold.At(time);
        _gamma = _spec.Gamma.At(time) * RateFactor;
    }

    // The product with γ is rounded before it is added, as in Larq; add(difference, γ) might not.
    protected override void Update(int index, Tensor weight, Tensor gradient)
    {
        var average = _averages[index];
        average.AddInPlace(average.neg().AddInPlace(gradient).MultiplyInPlace(_gamma));
        var kept = weight.mul(average).AddInPlace(-_threshold).sign_().neg_();
        weight.mul_(kept).sign_().AddInPlace(0.5).sign_();
    }
}
