using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary>Hangs a quantizer's pseudo-gradient into autograd.</summary>
internal sealed class PseudoGradientFunction : autograd.SingleTensorFunction<PseudoGradientFunction>
{
    private const string Quantizer = nameof(Quantizer);

    // The gradients most recently handed to native code on this thread. Native code copies the handle after backward
    // returns, so something must keep the managed tensors from being finalized until then: on the engine's threads
    // (CUDA) there is no dispose scope that would. The next backward of the thread comes after the copy.
    [ThreadStatic]
    private static Tensor[]? _handedOver;

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
        // One entry per argument of forward; the quantizer, which is no tensor, has none.
        var quantizer = (QuantizerModule)ctx.get_data(Quantizer);
        if (grad_output.IsInvalid)
            return [.. new Tensor[2 + quantizer.ParameterCount]];

        using var scope = NewDisposeScope();
        var input = ctx.get_saved_variables()[0];
        Tensor[] gradients = [quantizer.Backward(input, grad_output), .. quantizer.ParameterBackward(input, grad_output)];
        foreach (var gradient in gradients) gradient.MoveToOuterDisposeScope();

        // All wrappers would otherwise live as long as the caller's dispose scope, each holding a whole gradient.
        grad_output.Dispose();
        foreach (var before in _handedOver ?? []) before.Dispose();
        _handedOver = gradients;
        return [gradients[0], null!, .. gradients[1..]];
    }
}
