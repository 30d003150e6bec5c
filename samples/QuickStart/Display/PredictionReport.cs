using Spectre.Console;

namespace QuickStart.Display;

/// <summary>One digit as it looks, beside what the model says of it.</summary>
internal static class PredictionReport
{
    private const string Shades = " ░▒▓█";

    public static Grid Of(Digit digit, DigitPrediction prediction)
    {
        var probabilities = prediction.Score.Select((probability, number) =>
        {
            var color = number == prediction.PredictedLabel ? "green" : "grey";
            return $"{number} {Bars.Bar(probability, 20, color)} {Bars.Number(probability, "P1"),6}";
        });
        return new Grid().AddColumns(2).AddRow(
            new Panel(string.Join('\n', digit.Pixels.Chunk(8).Select(Line))).Header("a test digit").Padding(1, 0),
            new Markup($"[bold]This is a {prediction.PredictedLabel}[/] [grey](the label says {digit.Label})[/]\n"
                + string.Join('\n', probabilities)));
    }

    // A pixel is two characters wide, which makes it about square.
    private static string Line(float[] row) => string.Concat(row.Select(pixel =>
        new string(Shades[(int)Math.Round(pixel / 16 * (Shades.Length - 1))], 2)));
}
