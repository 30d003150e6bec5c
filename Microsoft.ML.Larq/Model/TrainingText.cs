using System.Globalization;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Progress.Facts;

namespace Microsoft.ML.Larq.Model;

/// <summary>Facts of a training in words: without them a value on a page cannot be judged.</summary>
internal static class TrainingText
{
    /// <summary>Names and values of the facts; the epochs alone of a model that kept no others.</summary>
    /// <param name="history">What training reported.</param>
    public static IEnumerable<(string Name, string Value)> Of(TrainingHistory history)
    {
        if (history.Facts is not { } facts) return [("Epochs", Number(history.Epochs))];
        return
        [
            ("Training rows", Number(facts.Rows)),
            ("Validation rows", facts.ValidationRows == 0 ? "none" : Number(facts.ValidationRows)),
            .. facts.Labels.IsRegression ? [] : Classes(facts.Labels),
            ("Loss", facts.Labels.IsRegression
                ? $"{facts.Labels.Loss}, of labels divided by their deviation, {Digits(facts.Labels.Deviation)}"
                : facts.Labels.Loss),
            ("Loss of guessing", Digits(facts.Labels.Guess)),
            ("Epochs", history.Epochs == facts.Epochs
                ? Number(history.Epochs)
                : $"{Number(history.Epochs)} of {Number(facts.Epochs)}"),
            ("Steps an epoch", Number(facts.Batches)),
            ("Weights", facts.WeightsOfEpoch == 0
                ? "not known of which epoch"
                : facts.WeightsOfEpoch > history.Epochs
                    ? $"of epoch {Number(facts.WeightsOfEpoch)}, which was cancelled"
                    : $"of epoch {Number(facts.WeightsOfEpoch)}"),
            .. facts.Times.Seconds is [.., var seconds] ? new[] { ("Time", Time(seconds)) } : [],
            ("Trained", facts.Times.Started.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)),
            ("Version", facts.Version),
        ];
    }

    private static IEnumerable<(string Name, string Value)> Classes(LabelFacts labels) =>
    [
        ("Classes", Number(labels.Counts.Count)),
        ("Base rate", double.IsNaN(labels.ValidationBaseRate)
            ? $"{Percent(labels.BaseRate)} of the training rows are of one class"
            : $"{Percent(labels.BaseRate)} of the training rows are of one class, "
                + $"{Percent(labels.ValidationBaseRate)} of the validation rows"),
    ];

    private static string Time(double seconds) => seconds < 120
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds:0.0} s")
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{(long)(seconds / 3600)}:{(long)(seconds / 60) % 60:00}:{(long)seconds % 60:00} h");

    private static string Number(int value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Digits(double value) => value.ToString("G4", CultureInfo.InvariantCulture);

    private static string Percent(double share) => share.ToString("0.#%", CultureInfo.InvariantCulture);
}
