using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Quantizers;

/// <summary>Keeps gradients alive until native code has taken them over.</summary>
/// <remarks>
/// Native code copies the handles after a custom backward returns, so something must keep the managed tensors from
/// being finalized until then: on the engine's threads (CUDA) there is no dispose scope that would. The next backward
/// of the thread comes after the copy.
/// </remarks>
internal static class GradientHandover
{
    [ThreadStatic]
    private static Tensor[]? _latest;

    /// <summary>
    /// The list that a custom backward returns: the gradient of the first argument of forward, null for the second,
    /// which is no tensor, and the gradients of the others. Frees the incoming gradient, whose wrapper would otherwise
    /// live as long as the caller's dispose scope.
    /// </summary>
    public static List<Tensor> Return(Tensor gradient, Tensor upstream, params Tensor[] others)
    {
        upstream.Dispose();
        foreach (var before in _latest ?? []) before.Dispose();
        _latest = [gradient, .. others];
        return [gradient, null!, .. others];
    }
}
