using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training;

/// <summary>Clamps latent kernels after a step, so that they stay where their quantizer's gradient passes.</summary>
internal sealed class LatentClip
{
    private readonly (Tensor Kernel, float Limit)[] _clips;

    /// <param name="network">The network.</param>
    /// <param name="window">
    /// Whether a binary kernel without a constraint of its own is clipped to its quantizer's window.
    /// </param>
    public LatentClip(NetworkModule network, bool window) => _clips = [.. network.Layers
        .SelectMany(pair => pair.Module.Weights)
        .Select(binding => (binding.Tensor, Limit: LimitOf(binding.Spec, window)))
        .Where(clip => clip.Limit is not null)
        .Select(clip => (clip.Tensor, clip.Limit!.Value))];

    public void Apply()
    {
        using var noGrad = no_grad();
        foreach (var (kernel, limit) in _clips) kernel.Between_(-limit, limit);
    }

    private static float? LimitOf(WeightSpec spec, bool window) => spec.Constraint switch
    {
        _ when !spec.Trainable => null,
        WeightClipConstraint clip => clip.ClipValue,
        _ => window && spec.Quantizer is { Precision: 1 } quantizer ? quantizer.Window : null,
    };
}
