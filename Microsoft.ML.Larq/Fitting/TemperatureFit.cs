using Microsoft.ML.Larq.Model;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>Fits a temperature to outputs and labels, and measures calibration.</summary>
internal static class TemperatureFit
{
    /// <summary>The bins of Guo et al.</summary>
    public const int Bins = 15;

    // The temperature's bounds: outputs that say nothing have none, and those of one value may want any.
    private const double Least = 1e-3, Most = 1e3;

    /// <summary>Fits and measures.</summary>
    /// <param name="outputs">The network's outputs: k per row, or one for a binary label.</param>
    /// <param name="labels">The rows' classes from 0.</param>
    /// <param name="task">One of the two classifications.</param>
    /// <param name="weights">How much each row counts, 1 in the mean; none for 1 each.</param>
    public static ScoreCalibration Run(
        ReadOnlySpan<float> outputs, ReadOnlySpan<float> labels, LearningTask task,
        ReadOnlySpan<float> weights = default)
    {
        var logits = task == LearningTask.BinaryClassification ? Pairs(outputs) : outputs;
        var temperature = (float)(1 / InverseTemperature(logits, labels, weights));
        return new ScoreCalibration(
            temperature, labels.Length, Error(logits, labels, 1, weights), Error(logits, labels, temperature, weights));
    }

    /// <summary>
    /// β = 1/T where the mean cross-entropy of softmax(β·z) is least: its derivative, mean(Σ p·z − Σ t·z), never falls
    /// with β, so that halving finds its zero.
    /// </summary>
    /// <remarks>
    /// The targets t are 1 − ε + ε/k for a row's own class and ε/k for each other, with ε = 1/(n + 1): as if one row
    /// more could be of any class. With 1 and 0, n rows that are all predicted right would make the scores infinitely
    /// certain; Platt 1999, section 2.2, softens targets for the same reason.
    /// </remarks>
    public static double InverseTemperature(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights = default)
    {
        var classes = logits.Length / labels.Length;
        var (low, high) = (1 / Most, 1 / Least);
        if (Slope(logits, labels, weights, classes, low) >= 0) return low;
        if (Slope(logits, labels, weights, classes, high) <= 0) return high;
        while (high / low > 1 + 1e-9)
        {
            var middle = Math.Sqrt(low * high);
            if (Slope(logits, labels, weights, classes, middle) < 0) low = middle;
            else high = middle;
        }

        return Math.Sqrt(low * high);
    }

    /// <summary>The expected calibration error of softmax(z / T).</summary>
    public static double Error(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> labels, double temperature,
        ReadOnlySpan<float> weights = default)
    {
        var classes = logits.Length / labels.Length;
        var (right, sure) = (new double[Bins], new double[Bins]);
        var chances = new double[classes];
        for (var row = 0; row < labels.Length; row++)
        {
            Chances(logits.Slice(row * classes, classes), 1 / temperature, chances);
            var confidence = chances.Max();

            // Bin m holds (m − 1)/15 < p ≤ m/15.
            var bin = Math.Clamp((int)Math.Ceiling(confidence * Bins) - 1, 0, Bins - 1);
            sure[bin] += Weight(weights, row) * confidence;
            if (Array.IndexOf(chances, confidence) == (int)labels[row]) right[bin] += Weight(weights, row);
        }

        return right.Zip(sure, (correct, confidence) => Math.Abs(correct - confidence)).Sum() / labels.Length;
    }

    private static double Slope(
        ReadOnlySpan<float> logits, ReadOnlySpan<float> labels, ReadOnlySpan<float> weights, int classes,
        double inverse)
    {
        var share = 1.0 / (labels.Length + 1);
        var chances = new double[classes];
        var slope = 0.0;
        for (var row = 0; row < labels.Length; row++)
        {
            var outputs = logits.Slice(row * classes, classes);
            Chances(outputs, inverse, chances);
            for (var i = 0; i < classes; i++)
            {
                var target = (i == (int)labels[row] ? 1 - share : 0) + (share / classes);
                slope += Weight(weights, row) * (chances[i] - target) * outputs[i];
            }
        }

        return slope;
    }

    private static double Weight(ReadOnlySpan<float> weights, int row) => weights.IsEmpty ? 1 : weights[row];

    private static void Chances(ReadOnlySpan<float> outputs, double inverse, double[] chances)
    {
        var largest = double.NegativeInfinity;
        foreach (var output in outputs) largest = Math.Max(largest, output);
        var sum = 0.0;
        for (var i = 0; i < chances.Length; i++) sum += chances[i] = Math.Exp((outputs[i] - largest) * inverse);
        for (var i = 0; i < chances.Length; i++) chances[i] /= sum;
    }

    // σ(z) is the probability of the second class in softmax(0, z), so a binary output is a pair (0, z).
    private static float[] Pairs(ReadOnlySpan<float> outputs)
    {
        var pairs = new float[2 * outputs.Length];
        for (var i = 0; i < outputs.Length; i++) pairs[(2 * i) + 1] = outputs[i];
        return pairs;
    }
}
