using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Training.Losses;

/// <summary>What the best outputs cost that are the same for every row: who knows the features does better.</summary>
/// <remarks>
/// With q the class frequencies of the training rows, weighted and smoothed as the targets are: a cross-entropy's
/// outputs give the probabilities q and cost −Σ q·ln q, the entropy; a squared hinge's are 2q − 1 and cost 4q(1 − q);
/// a squared error's is the mean and costs the variance.
/// </remarks>
internal static class GuessLoss
{
    /// <summary>For classes, on the training rows and on the validation rows.</summary>
    /// <param name="loss">The loss.</param>
    /// <param name="counts">Training rows of each class, or what they count together.</param>
    /// <param name="validation">The same of validation rows; empty without them.</param>
    /// <param name="weights">What a training row's loss is multiplied by, by class; null for 1.</param>
    /// <param name="smoothing">The share of each target that is spread over the classes.</param>
    public static (double Training, double Validation) OfClasses(
        LossFunction loss, IReadOnlyList<double> counts, IReadOnlyList<double> validation, float[]? weights,
        double smoothing)
    {
        double[] rows = [.. counts.Select((count, i) => count * (weights?[i] ?? 1))];
        var weight = rows.Sum() / counts.Sum();
        var guess = Frequencies(rows, smoothing);
        var seen = Frequencies([.. validation], smoothing);
        Func<double[], double[], double> cost = loss == LossFunction.SquaredHinge ? Hinge : CrossEntropy;
        return (weight * cost(guess, guess), seen.Length == 0 ? double.NaN : cost(seen, guess));
    }

    /// <summary>For numbers, of which the training rows' mean is guessed.</summary>
    /// <param name="labels">Training labels in the scale of the loss.</param>
    /// <param name="validation">Validation labels in the same; empty without them.</param>
    /// <param name="weights">How much each training label counts, 1 in the mean; empty for 1 each.</param>
    /// <param name="validationWeights">The same of validation labels.</param>
    public static (double Training, double Validation) OfNumbers(
        IReadOnlyList<double> labels, IReadOnlyList<double> validation, IReadOnlyList<float> weights,
        IReadOnlyList<float> validationWeights)
    {
        var mean = Mean(labels, weights, label => label);
        return (
            Mean(labels, weights, Squared),
            validation.Count == 0 ? double.NaN : Mean(validation, validationWeights, Squared));

        double Squared(double label) => (label - mean) * (label - mean);
    }

    private static double Mean(
        IReadOnlyList<double> labels, IReadOnlyList<float> weights, Func<double, double> value) =>
        labels.Select((label, i) => (weights.Count == 0 ? 1 : weights[i]) * value(label)).Average();

    private static double[] Frequencies(double[] rows, double smoothing)
    {
        var sum = rows.Sum();
        return [.. rows.Select(count => ((1 - smoothing) * count / sum) + (smoothing / rows.Length))];
    }

    private static double CrossEntropy(double[] targets, double[] guess) =>
        -targets.Zip(guess, (target, chance) => target == 0 ? 0 : target * Math.Log(chance)).Sum();

    // A binary label has one output; the two of its classes would cost the same.
    private static double Hinge(double[] targets, double[] guess) => targets.Zip(guess, (target, chance) =>
        (4 * target * (1 - chance) * (1 - chance)) + (4 * (1 - target) * chance * chance)).Average();
}
