using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary>Hangs a quantizer's pseudo-gradient into autograd.</summary>
internal sealed class PseudoGradientFunction : autograd.SingleTensorFunction<PseudoGradientFunction>
{
    private const string Quantizer = nameof(Quantizer);

    public override string Name => nameof(PseudoGradientFunction);

    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        var (input, quantizer) = ((Tensor)vars[0], (QuantizerModule)vars[1]);

        // Without this, a copy of the output's shape is kept alive and needed when an upstream gradient is absent.
        ctx.set_materialize_grads(false);
        ctx.save_data(Quantizer, quantizer);
        var output = quantizer.Forward(input);
        ctx.save_for_backward(quantizer.KeepsOutput ? [input, output.detach()] : [input]);
        return output;
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        // Autograd may call this on one of its own threads.
        SignalStack.Enlarge();

        // One entry per argument of forward; the quantizer, which is no tensor, has none.
        var quantizer = (QuantizerModule)ctx.get_data(Quantizer);
        var gradients = grad_output.IsInvalid ? null : quantizer.Fault.Keep(() =>
        {
            using var scope = NewDisposeScope();
            var saved = ctx.get_saved_variables();
            var (input, output) = (saved[0], saved.Count > 1 ? saved[1] : null);
            Tensor[] all =
                [quantizer.Backward(input, output, grad_output), .. quantizer.ParameterBackward(input, grad_output)];
            foreach (var gradient in all) gradient.MoveToOuterDisposeScope();
            return all;
        });
        return gradients is null
            ? [.. new Tensor[2 + quantizer.ParameterCount]]
            : GradientHandover.Return(gradients[0], grad_output, gradients[1..]);
    }
}
