using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>A layer of one input and one output, which leaves no tensor behind but its output.</summary>
public abstract class TensorLayer : nn.Module<Tensor, Tensor>
{
    private protected TensorLayer(string name)
        : base(name ?? throw new ArgumentNullException(nameof(name)))
    {
    }

    /// <summary>Computes the layer.</summary>
    /// <param name="input">Rows, and what the layer says of its shapes.</param>
    /// <returns>A new tensor.</returns>
    /// <exception cref="ArgumentException">The input has another shape.</exception>
    public sealed override Tensor forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        SignalStack.Enlarge();
        using var scope = NewDisposeScope();
        return Compute(input).MoveToOuterDisposeScope();
    }

    /// <summary>The output for an input that is still to be checked, within a dispose scope.</summary>
    private protected abstract Tensor Compute(Tensor input);
}
