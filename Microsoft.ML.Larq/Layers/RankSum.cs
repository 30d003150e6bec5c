using Microsoft.ML.Larq.Quantizers;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>
/// A sum over the ranks within autograd. With S = Σᵣ sᵣ and the loss L = Σᵣ Lᵣ, of which each rank computes its part,
/// ∂L/∂sᵣ = Σᵣ ∂Lᵣ/∂S on every rank.
/// </summary>
internal sealed class RankSum : autograd.SingleTensorFunction<RankSum>
{
    private const string Moments = nameof(Moments);

    public override string Name => nameof(RankSum);

    /// <summary>The sum of a vector.</summary>
    /// <param name="own">This rank's, of float64.</param>
    /// <param name="moments">What adds up.</param>
    public static Tensor Of(Tensor own, IStepMoments moments) => apply(own, moments);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var moments = (IStepMoments)vars[1];
        ctx.save_data(Moments, moments);
        return Sum((Tensor)vars[0], moments);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        SignalStack.Enlarge();
        var moments = (IStepMoments)ctx.get_data(Moments);
        var gradient = moments.Fault.Keep(() => Sum(grad_output, moments));
        return gradient is null ? [.. new Tensor[2]] : GradientHandover.Return(gradient, grad_output);
    }

    private static Tensor Sum(Tensor own, IStepMoments moments)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var sum = own.detach().to(ScalarType.Float64, CPU, copy: true).contiguous();
        moments.Sum(sum.Elements<double>());
        return sum.to(own.device).MoveToOuterDisposeScope();
    }
}
