using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Optimizers;

/// <summary>Changes weights step by step from their gradients; owns what it remembers of each weight.</summary>
internal abstract class WeightOptimizer : IDisposable
{
    private readonly Tensor[] _weights;

    protected WeightOptimizer(IEnumerable<Tensor> weights) => _weights = [.. weights];

    /// <summary>Steps done.</summary>
    protected long Steps { get; private set; }

    /// <summary>Changes every weight that has a gradient.</summary>
    /// <param name="learningRate">The rate of this step.</param>
    public void Step(double learningRate)
    {
        Steps++;
        using var noGrad = no_grad();
        for (var i = 0; i < _weights.Length; i++)
        {
            using var scope = NewDisposeScope();
            if (_weights[i].grad is { } gradient) Update(i, _weights[i], gradient, learningRate);
        }
    }

    /// <summary>Forgets the gradients.</summary>
    public void ZeroGradients()
    {
        foreach (var weight in _weights)
        {
            using var gradient = weight.grad;
            gradient?.zero_();
        }
    }

    public abstract void Dispose();

    /// <summary>Changes a weight in place.</summary>
    protected abstract void Update(int index, Tensor weight, Tensor gradient, double learningRate);

    /// <summary>A tensor of zeros for each weight, for as long as the optimizer lives.</summary>
    protected Tensor[] State() =>
        [.. _weights.Select(weight => zeros_like(weight, requires_grad: false).DetachFromDisposeScope())];
}
