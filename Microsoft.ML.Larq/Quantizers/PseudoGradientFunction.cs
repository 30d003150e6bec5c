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
        ctx.save_for_backward([input]);
        ctx.save_data(Quantizer, quantizer);
        return quantizer.Forward(input);
    }

    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        if (grad_output.IsInvalid)
            return [null!, null!];

        using var scope = NewDisposeScope();
        var quantizer = (QuantizerModule)ctx.get_data(Quantizer);
        var gradient = quantizer.Backward(ctx.get_saved_variables()[0], grad_output);
        return HandedOver.Return(gradient.MoveToOuterDisposeScope(), grad_output);
    }
}
