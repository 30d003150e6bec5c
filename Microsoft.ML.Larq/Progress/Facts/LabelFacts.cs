using System.Text.Json.Nodes;

namespace Microsoft.ML.Larq.Progress.Facts;

/// <summary>What the labels are, and what guessing costs.</summary>
/// <param name="Loss">The name of the loss: <c>CrossEntropy</c>.</param>
/// <param name="Counts">
/// Training rows of each class, in the order of the classes; for a binary label those of false and true. Empty for a
/// regression.
/// </param>
/// <param name="ValidationCounts">The same of the validation rows; empty without them.</param>
/// <param name="Guess">
/// The least training loss that the same outputs for every row can have: with a cross-entropy the entropy of the class
/// frequencies, in nats, as smoothing and class weights change it; for a regression 1, the variance of labels in units
/// of their own.
/// </param>
/// <param name="ValidationGuess">
/// The validation loss of these outputs, which know the training rows alone; null without validation rows.
/// </param>
/// <param name="Mean">A regression's mean label; 0 for classes.</param>
/// <param name="Deviation">
/// The standard deviation of a regression's labels: the loss is in its squares, so that √loss times this is the root
/// mean squared error in the label's unit. 1 for classes.
/// </param>
internal sealed record LabelFacts(
    string Loss, IReadOnlyList<int> Counts, IReadOnlyList<int> ValidationCounts, double Guess, double? ValidationGuess,
    double Mean, double Deviation)
{
    /// <summary>Whether the label is a number.</summary>
    public bool IsRegression => Counts.Count == 0;

    /// <summary>The share of training rows that the largest class has; NaN for a regression.</summary>
    public double BaseRate => Share(Counts);

    /// <summary>
    /// The share of validation rows that the largest class of the validation rows has; NaN without them.
    /// </summary>
    public double ValidationBaseRate => Share(ValidationCounts);

    public JsonObject ToJson() => new()
    {
        ["loss"] = Loss,
        ["counts"] = FactsReader.Array(Counts),
        ["validation"] = FactsReader.Array(ValidationCounts),
        ["guess"] = Guess,
        ["validationGuess"] = ValidationGuess,
        ["mean"] = Mean,
        ["deviation"] = Deviation,
    };

    /// <exception cref="FormatException">A fact is missing or cannot be; it is named.</exception>
    public static LabelFacts FromJson(JsonObject json) => new(
        FactsReader.Text(json, "loss"),
        FactsReader.Wholes(json, "counts"),
        FactsReader.Wholes(json, "validation"),
        FactsReader.Number(json, "guess", least: 0),
        json["validationGuess"] is null ? null : FactsReader.Number(json, "validationGuess", least: 0),
        FactsReader.Number(json, "mean"),
        FactsReader.Number(json, "deviation", least: 0));

    private static double Share(IReadOnlyList<int> counts) =>
        counts.Count == 0 ? double.NaN : (double)counts.Max() / counts.Sum(count => (long)count);
}
