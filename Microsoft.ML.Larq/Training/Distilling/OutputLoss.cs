using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Distilling;

/// <summary>How far the student's outputs are from the teacher's.</summary>
/// <remarks>
/// Classes: T²·Σ_c p_c·(ln p_c − ln q_c) with p = softmax(teacher / T) and q = softmax(student / T), whose gradient to
/// the student's outputs is T·(q − p); a single output z counts as the two z and 0, which makes its softmax a sigmoid.
/// Regression: the squared difference. Mean over the rows.
/// </remarks>
internal static class OutputLoss
{
    /// <summary>The mean over a batch of (rows, outputs) each; a tensor without dimensions.</summary>
    public static Tensor Mean(LearningTask task, Tensor student, Tensor teacher, double temperature)
    {
        if (task == LearningTask.Regression) return nn.functional.mse_loss(student, teacher);
        return Divergences(student, teacher, temperature).mean().Times(temperature * temperature);
    }

    /// <summary>Each row's: (rows,).</summary>
    public static Tensor Each(LearningTask task, Tensor student, Tensor teacher, double temperature) =>
        task == LearningTask.Regression
            ? student.Minus(teacher).Squared().mean([1])
            : Divergences(student, teacher, temperature).Times(temperature * temperature);

    private static Tensor Divergences(Tensor student, Tensor teacher, double temperature)
    {
        var (p, q) = (Logarithms(teacher, temperature), Logarithms(student, temperature));
        return p.exp().mul(p.Minus(q)).sum([1]);
    }

    private static Tensor Logarithms(Tensor outputs, double temperature)
    {
        var logits = outputs.size(1) == 1 ? cat([outputs, zeros_like(outputs)], 1) : outputs;
        return nn.functional.log_softmax(logits.Times(1 / temperature), 1);
    }
}
