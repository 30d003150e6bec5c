using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Networks.Constraints;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training;

/// <summary>
/// Applies constraints to latent weights after a step, and clamps binary kernels without one, so that they stay where
/// their quantizer's gradient passes.
/// </summary>
internal sealed class LatentClip
{
    private readonly Action[] _steps;

    /// <param name="network">The network.</param>
    /// <param name="window">
    /// Whether a binary kernel without a constraint of its own is clipped to its quantizer's window.
    /// </param>
    public LatentClip(NetworkModule network, bool window) => _steps = [.. network.Layers
        .SelectMany(pair => pair.Module.Weights)
        .Where(binding => binding.Spec.Trainable)
        .Select(binding => (Binding: binding, Constraint: binding.Spec.Constraint ?? Window(binding.Spec, window)))
        .Where(pair => pair.Constraint is not null)
        .Select(pair => Step(pair.Binding, pair.Constraint!))];

    public void Apply()
    {
        using var noGrad = no_grad();
        foreach (var step in _steps) step();
    }

    private static WeightConstraint? Window(WeightSpec spec, bool window) =>
        window && spec.Quantizer is { Precision: 1, Window: { } limit } ? WeightConstraint.WeightClip(limit) : null;

    private static Action Step(WeightBinding binding, WeightConstraint constraint)
    {
        var weight = binding.Tensor;
        return constraint switch
        {
            WeightClipConstraint clip => () => weight.ClampInPlace(-clip.ClipValue, clip.ClipValue),
            NonNegConstraint => () => weight.ClampInPlace(0, double.PositiveInfinity),
            NormConstraint norm => () => Scale(binding, norm),
            _ => throw new NotSupportedException($"There is no code that applies the constraint {constraint}."),
        };
    }

    private static void Scale(WeightBinding binding, NormConstraint constraint)
    {
        using var scope = NewDisposeScope();
        var weight = binding.Hub();
        var norms = weight.Squared().sum([.. constraint.Axes.Select(axis => (long)axis)], true).sqrt();
        var wanted = norms.Clamp(constraint.Least, constraint.Most);
        if (constraint.Rate < 1) wanted = wanted.Times(constraint.Rate).Plus(norms.Times(1 - constraint.Rate));
        weight.mul_(wanted.div(norms.Plus(NormConstraint.Epsilon)));
    }
}
