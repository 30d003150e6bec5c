using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary>Hangs a <see cref="PaddedQuantization"/> into autograd.</summary>
internal sealed class PaddedFunction : autograd.SingleTensorFunction<PaddedFunction>
{
    private const string Quantization = nameof(Quantization);

    public override string Name => nameof(PaddedFunction);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (input, quantization) = ((Tensor)vars[0], (PaddedQuantization)vars[1]);
        ctx.set_materialize_grads(false);
        ctx.save_for_backward([input]);
        ctx.save_data(Quantization, quantization);
        return quantization.Forward(input);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        SignalStack.Enlarge();
        var quantization = (PaddedQuantization)ctx.get_data(Quantization);
        var gradient = grad_output.IsInvalid ? null : quantization.Fault.Keep(() =>
        {
            using var scope = NewDisposeScope();
            return quantization.Backward(ctx.get_saved_variables()[0], grad_output).MoveToOuterDisposeScope();
        });
        return gradient is null ? [null!, null!] : GradientHandover.Return(gradient, grad_output);
    }
}
