using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary>Keeps gradients alive while native code takes it over.</summary>
/// <remarks>
/// Native code copies the handles after a custom backward returns, so something must keep the managed tensors from
/// being finalized until then: on the engine's threads (CUDA) there is no dispose scope that would. The next backward
/// of the thread comes after the copy.
/// </remarks>
internal static class HandedOver
{
    [ThreadStatic]
    private static Tensor[]? _latest;

    /// <summary>
    /// What a custom backward returns: the gradient to the first argument of forward, none to the second, which is no
    /// tensor, and those to the others. Frees the gradient that came in, whose wrapper would otherwise live as long as
    /// the caller's dispose scope.
    /// </summary>
    public static List<Tensor> Return(Tensor gradient, Tensor upstream, params Tensor[] others)
    {
        upstream.Dispose();
        foreach (var before in _latest ?? []) before.Dispose();
        _latest = [gradient, .. others];
        return [gradient, null!, .. others];
    }
}
