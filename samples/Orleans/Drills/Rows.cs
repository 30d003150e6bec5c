using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.ML.Larq.Packed;

namespace OrleansSample.Drills;

/// <summary>Rows of digits.csv, and what the network says of them without a silo around it.</summary>
internal sealed class Rows
{
    private readonly float[][] _rows;
    private readonly float[] _scores;

    public Rows(string model)
    {
        Network = PackedNetwork.Load(model);
        _rows = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "digits.csv")).Select(
            line => line.Split(',').Take(Network.InputSize)
                .Select(field => float.Parse(field, CultureInfo.InvariantCulture)).ToArray())];
        _scores = new float[_rows.Length * Network.OutputSize];
        Network.Predict(_rows.SelectMany(row => row).ToArray(), _scores);
    }

    public PackedNetwork Network { get; }

    /// <summary>A row, one after the other and from the beginning again.</summary>
    public float[] this[long number] => _rows[number % _rows.Length];

    /// <summary>Several rows, as one call takes them.</summary>
    public float[] Block(long number, int count) =>
        [.. Enumerable.Range(0, count).SelectMany(row => this[(number * count) + row])];

    /// <summary>Whether these are the scores of that block, bit for bit.</summary>
    public bool AreScores(ReadOnlySpan<float> scores, long number, int count)
    {
        var outputs = Network.OutputSize;
        if (scores.Length != count * outputs) return false;
        for (var row = 0; row < count; row++)
        {
            var expected = _scores.AsSpan((int)(((number * count) + row) % _rows.Length) * outputs, outputs);
            var got = scores.Slice(row * outputs, outputs);
            if (!MemoryMarshal.AsBytes(got).SequenceEqual(MemoryMarshal.AsBytes(expected))) return false;
        }

        return true;
    }
}
