namespace Microsoft.ML.Larq.Tests.Golden;

/// <summary>A row that a model scored, and what came of it.</summary>
/// <param name="Features">What went in.</param>
/// <param name="Outputs">What the packed network gave; null for rows with NaN, which it does not look at.</param>
/// <param name="Scores">The column Score.</param>
/// <param name="Predicted">The column PredictedLabel as text; empty where there is none.</param>
internal sealed record GoldenRow(float[] Features, float[]? Outputs, float[] Scores, string Predicted)
{
    private const string None = "-";

    /// <summary>One line a row; features, outputs and scores as bits, then the prediction; tabs between.</summary>
    public static void Write(string path, IEnumerable<GoldenRow> rows) => File.WriteAllText(path, string.Concat(
        rows.Select(row => string.Join('\t', GoldenBits.Write(row.Features),
            row.Outputs is null ? None : GoldenBits.Write(row.Outputs), GoldenBits.Write(row.Scores), row.Predicted)
            + "\n")));

    public static GoldenRow[] Read(string path) =>
    [
        .. File.ReadLines(path).Select(line => line.Split('\t')).Select(parts => new GoldenRow(
            GoldenBits.Read(parts[0]), parts[1] == None ? null : GoldenBits.Read(parts[1]), GoldenBits.Read(parts[2]),
            parts[3])),
    ];

    /// <summary>
    /// Rows of zeros of both signs, small, large and infinite numbers, and NaN in some places and in all.
    /// </summary>
    public static IEnumerable<float[]> Inputs(int size)
    {
        float[] Of(Func<int, float> value) => [.. Enumerable.Range(0, size).Select(value)];
        float Eighths(int i, int row) => ((((i * 5) + (row * 7) + (i / 3)) % 17) - 8) / 8f;
        yield return Of(_ => 0f);
        yield return Of(i => i % 2 == 0 ? -0f : 0f);
        yield return Of(i => Eighths(i, 1));
        yield return Of(i => Eighths(i, 2) * 3);
        yield return Of(i => Eighths(i, 3) / 7);
        yield return Of(i => Eighths(i, 4) * 1e6f);
        yield return Of(i => Eighths(i, 5) * 1e30f);
        yield return Of(i => i % 4 == 1 ? float.PositiveInfinity : i % 4 == 3 ? float.NegativeInfinity : Eighths(i, 6));
        yield return Of(i => i == 0 ? float.NaN : Eighths(i, 1));
        yield return Of(i => i == size - 1 ? float.NaN : Eighths(i, 1));
        yield return Of(_ => float.NaN);
    }
}
