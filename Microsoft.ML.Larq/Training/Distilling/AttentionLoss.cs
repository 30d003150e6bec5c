using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Distilling;

/// <summary>How far the student looks elsewhere than the teacher.</summary>
/// <remarks>
/// Of activations A with C channels at P positions, in each row: Qₚ = Σ_c A²ₚ_c / C and Q̂ = Q / n(Q), n(Q) = max Q or
/// ‖Q‖₂. The loss is Σₚ (Q̂ₚ of the student − Q̂ₚ of the teacher)² / P, mean over the rows.
/// </remarks>
internal static class AttentionLoss
{
    // A map of zeros stays one, and its gradient is 0 instead of 0/0.
    private const double Least = 1e-12;

    /// <summary>The mean over a batch of (rows, channels, …) each; a tensor without dimensions.</summary>
    public static Tensor Mean(Tensor student, Tensor teacher, AttentionNormalization normalization) =>
        Differences(student, teacher, normalization).mean();

    /// <summary>Each row's: (rows,).</summary>
    public static Tensor Each(Tensor student, Tensor teacher, AttentionNormalization normalization) =>
        Differences(student, teacher, normalization).mean([1]);

    private static Tensor Differences(Tensor student, Tensor teacher, AttentionNormalization normalization) =>
        Map(student, normalization).Minus(Map(teacher, normalization)).Squared();

    // (rows, positions)
    private static Tensor Map(Tensor x, AttentionNormalization normalization)
    {
        var map = x.Squared().mean([1]).flatten(1);
        return map.div(normalization == AttentionNormalization.Maximum
            ? map.amax([1], keepdim: true).ClampMin(Least)
            : map.Squared().sum([1], keepdim: true).ClampMin(Least * Least).sqrt());
    }
}
