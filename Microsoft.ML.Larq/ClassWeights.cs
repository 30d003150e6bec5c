using Microsoft.ML.Larq.Fitting;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq;

/// <summary>
/// How much the rows of each class count in the training loss: with n rows of losses ℓᵢ and classes yᵢ, the loss is
/// Σ w[yᵢ]·ℓᵢ / n.
/// </summary>
/// <remarks>
/// As with Keras' <c>class_weight</c>, the sum is divided by the rows, not by their weights, and losses and metrics of
/// the validation set are not weighted. Weights are finite, at least 0, and one of them is above 0.
/// </remarks>
public abstract record ClassWeights
{
    private protected ClassWeights()
    {
    }

    /// <summary>
    /// Each class counts alike: w[c] = n / (k·n[c]) with n rows, k classes and n[c] rows of class c; 1 for a class
    /// without rows.
    /// </summary>
    public static ClassWeights Balanced { get; } = new BalancedWeights();

    /// <summary>Weights by the classes' order: of keys 1 to k, or of false and true.</summary>
    /// <param name="weights">One weight per class: k of them, or two for a binary label.</param>
    /// <exception cref="ArgumentException">A weight is out of range, or all are 0.</exception>
    public static ClassWeights ByIndex(params IReadOnlyList<float> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        for (var i = 0; i < weights.Count; i++) Check(weights[i], $"at index {i}");
        return weights.Any(weight => weight > 0)
            ? new IndexWeights([.. weights])
            : throw new ArgumentException("Of ClassWeights one is above 0, got none.", nameof(weights));
    }

    /// <summary>Weights by the classes' values; classes that are not named count 1.</summary>
    /// <param name="weights">
    /// A weight for a class's value as text, as in <c>["cat"] = 2</c>; <c>False</c> and <c>True</c> for a binary label.
    /// </param>
    /// <exception cref="ArgumentException">A weight is out of range, or there is none.</exception>
    public static ClassWeights ByValue(IReadOnlyDictionary<string, float> weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        if (weights.Count == 0)
            throw new ArgumentException("ClassWeights name at least one class, got none.", nameof(weights));
        foreach (var (name, weight) in weights) Check(weight, $"of '{name}'");
        return new ValueWeights(weights.ToDictionary(StringComparer.Ordinal));
    }

    /// <summary>The weights of the classes in their order.</summary>
    /// <exception cref="ArgumentException">They do not fit the label; the message says what does.</exception>
    internal float[] Resolve(LabelTarget target, string label, ReadOnlySpan<float> labels)
    {
        if (target.Task == LearningTask.Regression)
            throw new ArgumentException(
                $"Option ClassWeights is for classes; label column '{label}' is for {target.Task}.");
        IReadOnlyList<string>? names = target.Task == LearningTask.BinaryClassification
            ? ["False", "True"]
            : target.Names?.Names;
        var weights = Of(Math.Max(target.Classes, 2), names, label, labels);
        return weights.Any(weight => weight > 0)
            ? weights
            : throw new ArgumentException("Option ClassWeights: one class counts more than 0, got 0 for all.");
    }

    private protected abstract float[] Of(
        int classes, IReadOnlyList<string>? names, string label, ReadOnlySpan<float> labels);

    private static void Check(float weight, string which)
    {
        if (weight >= 0 && float.IsFinite(weight)) return;
        throw new ArgumentOutOfRangeException(
            nameof(weight), weight, $"ClassWeights are finite and at least 0, the weight {which} is {weight}.");
    }

    private sealed record BalancedWeights : ClassWeights
    {
        private protected override float[] Of(
            int classes, IReadOnlyList<string>? names, string label, ReadOnlySpan<float> labels)
        {
            var counts = new long[classes];
            foreach (var value in labels) counts[(int)value]++;
            var rows = labels.Length;
            return [.. counts.Select(count => count == 0 ? 1f : (float)(rows / ((double)classes * count)))];
        }
    }

    private sealed record IndexWeights(float[] Weights) : ClassWeights
    {
        private protected override float[] Of(
            int classes, IReadOnlyList<string>? names, string label, ReadOnlySpan<float> labels) =>
            Weights.Length == classes
                ? Weights
                : throw new ArgumentException(
                    $"Option ClassWeights: label column '{label}' has {classes} classes, got {Weights.Length} "
                    + "weights.");
    }

    private sealed record ValueWeights(Dictionary<string, float> Weights) : ClassWeights
    {
        private protected override float[] Of(
            int classes, IReadOnlyList<string>? names, string label, ReadOnlySpan<float> labels)
        {
            if (names is null)
            {
                throw new ArgumentException(
                    $"Option ClassWeights: the keys of label column '{label}' have no values; ClassWeights.ByIndex "
                    + "weighs them.");
            }

            var stranger = Weights.Keys.FirstOrDefault(name => !names.Contains(name));
            return stranger is null
                ? [.. names.Select(name => Weights.GetValueOrDefault(name, 1f))]
                : throw new ArgumentException(
                    $"Option ClassWeights: label column '{label}' has no class '{stranger}'; it has "
                    + $"'{string.Join("', '", names)}'.");
        }
    }
}
