using System.Globalization;
using Larq.ModelBuilder.Running;

namespace Larq.ModelBuilder.Commands.Displays;

/// <summary>A prediction in a line.</summary>
internal static class PredictionText
{
    private const int Shown = 3;

    public static string Of(Prediction prediction)
    {
        var scores = prediction.Scores.Take(Shown).Select(score =>
            string.Create(CultureInfo.InvariantCulture, $"{score.Key} {score.Value:P1}"));
        return prediction.Scores.Count == 0
            ? $"{prediction.Row}: {prediction.Said}"
            : $"{prediction.Row}: {prediction.Said}  ({string.Join(", ", scores)})";
    }
}
