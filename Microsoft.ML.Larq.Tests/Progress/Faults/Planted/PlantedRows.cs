using System.Globalization;
using Microsoft.ML.Data;
using Microsoft.ML.Larq.Tests.House;

namespace Microsoft.ML.Larq.Tests.Progress.Faults.Planted;

/// <summary>The sample digits, cut in two, as plain arrays that a fault can spoil.</summary>
internal sealed record PlantedRows(float[][] Pixels, uint[] Labels)
{
    private const int Validation = 397;

    private static readonly Lazy<PlantedRows> All = new(Read);

    /// <summary>Rows to train on.</summary>
    public static PlantedRows Train => All.Value.Part(Validation, All.Value.Labels.Length);

    /// <summary>Other rows.</summary>
    public static PlantedRows Seen => All.Value.Part(0, Validation);

    /// <summary>Some of the rows.</summary>
    public PlantedRows Part(int from, int to) => new(Pixels[from..to], Labels[from..to]);

    /// <summary>The same rows so many times.</summary>
    public PlantedRows Times(int count) => new(
        [.. Enumerable.Repeat(Pixels, count).SelectMany(rows => rows)],
        [.. Enumerable.Repeat(Labels, count).SelectMany(rows => rows)]);

    /// <summary>Each row's pixels changed.</summary>
    public PlantedRows With(Func<float, float> pixel) =>
        this with { Pixels = [.. Pixels.Select(row => row.Select(pixel).ToArray())] };

    /// <summary>Each row's label changed; 0 is the first class.</summary>
    public PlantedRows Labelled(Func<int, uint, uint> label) =>
        this with { Labels = [.. Labels.Select((own, row) => label(row, own))] };

    public IDataView View(MLContext context) => context.Data.LoadFromEnumerable(
        Pixels.Zip(Labels, (pixels, label) => new Row { Pixels = pixels, Label = label }));

    // Pixels from 0 to 16 become −1 to 1; the rows are mixed once.
    private static PlantedRows Read()
    {
        var lines = File.ReadAllLines(Path.Combine(SourceTree.Root, "samples", "data", "digits.csv"))
            .Where(line => line.Length > 0).Select(line => line.Split(',')).ToArray();
        new Random(7).Shuffle(lines);
        return new PlantedRows(
            [.. lines.Select(line => line[..64].Select(cell => (Number(cell) / 8) - 1).ToArray())],
            [.. lines.Select(line => (uint)Number(line[64]))]);
    }

    private static float Number(string text) => float.Parse(text, CultureInfo.InvariantCulture);

    private sealed class Row
    {
        [VectorType(64)]
        public float[] Pixels { get; set; } = [];

        [KeyType(10)]
        public uint Label { get; set; }
    }
}
