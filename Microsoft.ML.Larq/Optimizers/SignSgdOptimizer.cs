using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Optimizers;

/// <summary>What <see cref="SignSgdSpec"/> describes.</summary>
internal sealed class SignSgdOptimizer : SignOptimizer
{
    private readonly Dial _momentum;
    private readonly Tensor[] _momenta;

    public SignSgdOptimizer(SignSgdSpec spec, IReadOnlyList<TrainedWeight> weights)
        : base(spec.LearningRate, weights)
    {
        _momentum = Follow(spec.Momentum);
        _momenta = spec.Momentum.Constant == 0 ? [] : State("momentum");
    }

    protected override string Name => nameof(Optimize.SignSgd);

    protected override Schedule DefaultRate => ((SignSgdSpec)Optimize.SignSgd()).LearningRate;

    protected override Tensor[] Momenta => _momenta;

    protected override Tensor Direction(int index, Tensor gradient)
    {
        if (_momenta.Length == 0) return gradient.clone();
        var share = _momentum.Value;
        return _momenta[index].MultiplyInPlace(share).AddInPlace(gradient, 1 - share).clone();
    }
}
