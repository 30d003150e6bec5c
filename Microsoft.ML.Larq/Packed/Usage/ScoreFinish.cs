using System.Runtime.CompilerServices;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Packed.Usage;

/// <summary>What becomes of a network's outputs: probabilities, a logit, or a number in the label's units.</summary>
internal static class ScoreFinish
{
    /// <summary>Finishes rows of outputs in place.</summary>
    /// <remarks>
    /// A row with a NaN gets NaN alone, where a sign or a thermometer would make a plain bit of it, unless the network
    /// has bits for it and its use takes them.
    /// </remarks>
    /// <param name="network">The network.</param>
    /// <param name="use">What its outputs mean.</param>
    /// <param name="rows">The rows that were scored.</param>
    /// <param name="scores">Their outputs.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(
        NetworkDefinition network, PackedUse use, ReadOnlySpan<float> rows, Span<float> scores)
    {
        var (inputs, outputs) = (network.InputShape.Size, network.OutputShape.Size);
        if (use.Temperature != 1f)
        {
            foreach (ref var score in scores) score /= use.Temperature;
        }

        switch (use.Task)
        {
            case LearningTask.MulticlassClassification:
                for (var row = 0; row < scores.Length; row += outputs) SoftMax(scores.Slice(row, outputs));
                break;
            case LearningTask.Regression:
                foreach (ref var score in scores) score = InLabelUnits(score, use);
                break;
        }

        if (use.TakesMissing(network)) return;
        for (var row = 0; row < scores.Length / outputs; row++)
        {
            if (HasNaN(rows.Slice(row * inputs, inputs))) scores.Slice(row * outputs, outputs).Fill(float.NaN);
        }
    }

    /// <summary>
    /// The predicted class's key: 1 for the first; the first of equals wins; 0 (missing) where scores are NaN.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static uint KeyOf(ReadOnlySpan<float> scores)
    {
        var best = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            if (float.IsNaN(scores[i])) return 0;
            if (scores[i] > scores[best]) best = i;
        }

        return (uint)best + 1;
    }

    /// <summary>The logistic function.</summary>
    public static float Sigmoid(float logit) => 1f / (1f + MathF.Exp(-logit));

    // Where single precision has no room for the product, the sum may still fit, and ends at its limits otherwise.
    private static float InLabelUnits(float score, PackedUse use)
    {
        var label = (score * use.LabelDeviation) + use.LabelMean;
        if (float.IsFinite(label) || !float.IsFinite(score)) return label;
        return (float)Math.Clamp(
            ((double)score * use.LabelDeviation) + use.LabelMean, -float.MaxValue, float.MaxValue);
    }

    // The largest logit is taken off first, so that no exponential overflows. The sum is in order and not by vectors:
    // their width is the machine's, and so the rounding would be.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SoftMax(Span<float> scores)
    {
        var largest = float.NegativeInfinity;
        foreach (var score in scores) largest = MathF.Max(largest, score);
        var sum = 0f;
        foreach (ref var score in scores)
        {
            score = MathF.Exp(score - largest);
            sum += score;
        }

        foreach (ref var score in scores) score /= sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool HasNaN(ReadOnlySpan<float> row)
    {
        foreach (var x in row)
        {
            if (float.IsNaN(x)) return true;
        }

        return false;
    }
}
