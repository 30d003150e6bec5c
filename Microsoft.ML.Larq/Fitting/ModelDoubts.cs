using System.Globalization;
using Microsoft.ML.Larq.Model;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Progress.Faults;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>Looks at a finished model for what training did not show: that it does not score as it trained.</summary>
internal static class ModelDoubts
{
    private const double LeastIdentical = 0.9;
    private const double LeastGuess = 0.02;
    private const int OneIn = 100;

    /// <summary>All doubts; none in a healthy run.</summary>
    /// <param name="sample">Training rows and their scores.</param>
    /// <param name="agreement">How the packed network compares with the trained one on them.</param>
    /// <param name="reported">The training loss that was reported for the weights; NaN where there was none.</param>
    /// <param name="losses">Each row's loss from the packed network's outputs.</param>
    /// <param name="guesses">Each row's loss from outputs of 0.</param>
    /// <param name="readsBits">Whether thermometers read all features, whose scale is nothing to them.</param>
    public static IEnumerable<Finding> Find(
        ScoredSample sample, PackedAgreement agreement, double reported, float[] losses, float[] guesses,
        bool readsBits = false)
    {
        if (agreement.Identical < LeastIdentical * agreement.Rows)
        {
            yield return new Finding(
                WarningNames.PackedDiffers,
                $"packed and trained network: {agreement}. Numbers of very different sizes (features, or a batch "
                + "normalization whose variance is next to 0) leave too few digits.");
        }

        if (Repeats(reported, losses, guesses) is var (scored, repeats) && !repeats)
        {
            yield return new Finding(
                WarningNames.LossNotRepeated,
                $"training reported a loss of {Text(reported)}, scoring has {Text(scored)} on {sample.Rows} of the "
                + "same rows. Batches of few rows, whose own statistics batch normalizations use in training, do that: "
                + "train on more rows, with a larger BatchSize, and leave ReestimateBatchNormalization on.");
        }

        if (IsConstant(sample))
        {
            yield return new Finding(
                WarningNames.ConstantScores,
                $"all {sample.Rows} training rows that were scored have the same score, whatever their features. "
                + (readsBits
                    ? "Its thermometers have bits for no difference between these rows: no column has one that more "
                        + "than a handful of rows show. Look at what the steps before the trainer make of the features."
                    : "Bring the features to a common scale (NormalizeMinMax, or a Thermometer as the first layer)."))
            {
                YieldsToLayers = true,
                Explains = [WarningNames.NotLearning, WarningNames.LargestClass, WarningNames.ValidationDiffers],
            };
        }
    }

    /// <summary>
    /// The mean of the rows' losses without the largest hundredth, in which one row that was hit could count for all,
    /// and whether it is at most twice the reported loss and half of what guessing costs.
    /// </summary>
    internal static (double Scored, bool Repeats)? Repeats(double reported, float[] losses, float[] guesses)
    {
        if (double.IsNaN(reported)) return null;
        var scored = losses.Order().Take(losses.Length - (losses.Length / OneIn)).Average(loss => (double)loss);
        var guess = Math.Max(guesses.Average(loss => (double)loss), LeastGuess);
        return (scored, losses.All(float.IsFinite) && scored <= (2 * reported) + (guess / 2));
    }

    private static bool IsConstant(ScoredSample sample)
    {
        if (sample.HasOneInput || !sample.Labels.AsSpan().ContainsAnyExcept(sample.Labels[0])) return false;
        var first = sample.Packed.AsSpan(0, sample.Outputs);
        for (var row = 1; row < sample.Rows; row++)
        {
            if (!sample.Packed.AsSpan(row * sample.Outputs, sample.Outputs).SequenceEqual(first)) return false;
        }

        return true;
    }

    private static string Text(double loss) => loss.ToString("G3", CultureInfo.InvariantCulture);
}
