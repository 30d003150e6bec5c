using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Optimizers;

/// <summary>What <see cref="SgdSpec"/> describes.</summary>
internal sealed class SgdOptimizer : WeightOptimizer
{
    private readonly SgdSpec _spec;
    private readonly Tensor[] _momenta;

    public SgdOptimizer(SgdSpec spec, IEnumerable<Tensor> weights)
        : base(weights)
    {
        _spec = spec;
        _momenta = spec.Momentum > 0 ? State() : [];
    }

    public override void Dispose()
    {
        foreach (var momentum in _momenta) momentum.Dispose();
    }

    protected override void Update(int index, Tensor weight, Tensor gradient, double learningRate)
    {
        var direction = _spec.Momentum > 0 ? _momenta[index].Times_(_spec.Momentum).Plus_(gradient) : gradient;
        weight.Plus_(direction, -learningRate);
    }
}
