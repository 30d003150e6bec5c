using System.Text.Json.Serialization;

namespace Larq.ModelBuilder.Running;

/// <summary>How a model does on rows that it has not learned from.</summary>
/// <param name="Main">The measure that counts, one of <paramref name="Values"/>.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Values">Every measure by its name; null where it cannot be computed.</param>
internal sealed record Judgement(string Main, long Rows, IReadOnlyDictionary<string, double?> Values)
{
    public const string Accuracy = "Accuracy";
    public const string BalancedAccuracy = "BalancedAccuracy";
    public const string RSquared = "RSquared";

    /// <summary>The main measure's value.</summary>
    [JsonIgnore]
    public double Score => Values[Main] ?? double.NaN;

    /// <summary>What is compared with a guess: the mean over the classes, where there are any.</summary>
    [JsonIgnore]
    public double Worth => Values.GetValueOrDefault(BalancedAccuracy) ?? Score;

    /// <summary>What was said of the rows of each class; null of a regression.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Confusion? Confusion { get; init; }
}

/// <summary>How often each class was said of the rows of each.</summary>
/// <param name="Classes">The classes.</param>
/// <param name="Counts">A line for each class that rows are of, in it a number for each that was said.</param>
internal sealed record Confusion(string[] Classes, long[][] Counts);

/// <summary>A trainer among others.</summary>
/// <param name="Trainer">Its name.</param>
/// <param name="Judgement">How it does.</param>
/// <param name="Bytes">How large the model's file is; null where there is none.</param>
/// <param name="MillisecondsPerRow">How long it takes for a row, on one core; null where nothing is computed.</param>
/// <param name="FitSeconds">How long it took to train.</param>
internal sealed record TrainerScore(
    string Trainer, Judgement Judgement, long? Bytes, double? MillisecondsPerRow, double? FitSeconds);

/// <summary>What a model says of a row or an image.</summary>
/// <param name="Row">The row of the file from 1, or the image's path.</param>
/// <param name="Said">The class or the number.</param>
/// <param name="Scores">The probability of each class, the likeliest first; none of a number.</param>
internal sealed record Prediction(string Row, string Said, IReadOnlyList<KeyValuePair<string, double>> Scores);
