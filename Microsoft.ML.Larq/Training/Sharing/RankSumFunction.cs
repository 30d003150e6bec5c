using Microsoft.ML.Larq.Clusters.Wires;
using Microsoft.ML.Larq.Quantizers;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Sharing;

/// <summary>
/// A sum over the ranks within autograd. With S = Σᵣ sᵣ and the loss L = Σᵣ Lᵣ, of which each rank computes its part,
/// ∂L/∂sᵣ = Σᵣ ∂Lᵣ/∂S on every rank.
/// </summary>
internal sealed class RankSumFunction : autograd.SingleTensorFunction<RankSumFunction>
{
    private const string Moments = nameof(Moments);

    public override string Name => nameof(RankSumFunction);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var moments = (StepMoments)vars[1];
        ctx.save_data(Moments, moments);
        return Sum((Tensor)vars[0], moments.Ranks);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        SignalStack.Enlarge();
        var moments = (StepMoments)ctx.get_data(Moments);
        var gradient = moments.Fault.Keep(() => Sum(grad_output, moments.Ranks));
        return gradient is null ? [.. new Tensor[2]] : GradientHandover.Return(gradient, grad_output);
    }

    private static Tensor Sum(Tensor own, Ranks ranks)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var sum = own.detach().to(ScalarType.Float64, CPU, copy: true).contiguous();
        ranks.Sum(sum.Elements<double>());
        return sum.to(own.device).MoveToOuterDisposeScope();
    }
}
