using Microsoft.ML.Larq.Quantizers;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Layers;

/// <summary>Hangs a <see cref="SignDense"/> into autograd.</summary>
internal sealed class SignDenseFunction : autograd.SingleTensorFunction<SignDenseFunction>
{
    private const string Dense = nameof(Dense);

    public override string Name => nameof(SignDenseFunction);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (kernel, dense, input) = ((Tensor)vars[0], (SignDense)vars[1], (Tensor)vars[2]);
        ctx.set_materialize_grads(false);
        ctx.save_for_backward([kernel, input]);
        ctx.save_data(Dense, dense);
        return dense.Forward(kernel);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        SignalStack.Enlarge();
        var dense = (SignDense)ctx.get_data(Dense);
        var gradient = grad_output.IsInvalid ? null : dense.Fault.Keep(() =>
        {
            using var scope = NewDisposeScope();
            var saved = ctx.get_saved_variables();
            return dense.Backward(saved[0], saved[1], grad_output).MoveToOuterDisposeScope();
        });
        return gradient is null
            ? [null!, null!, null!]
            : [.. GradientHandover.Return(gradient, grad_output), null!];
    }
}
