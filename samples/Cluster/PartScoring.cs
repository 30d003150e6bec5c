using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace ClusterSample;

/// <summary>
/// A rank's part of the scores, in a file whose name sorts it behind the parts of the ranks before it.
/// </summary>
internal static class PartScoring
{
    /// <summary>Writes one line a row, and takes away what a run of more ranks has left.</summary>
    /// <param name="part">The rank's rows, scored.</param>
    /// <param name="folder">Where all ranks write.</param>
    /// <param name="rank">The rank.</param>
    /// <param name="ranks">How many there are.</param>
    public static void Write(IDataView part, string folder, int rank, int ranks)
    {
        foreach (var file in rank == 0 ? Directory.GetFiles(folder, "scores-*.csv") : [])
        {
            if (string.CompareOrdinal(Path.GetFileName(file), Name(ranks)) >= 0) File.Delete(file);
        }

        File.WriteAllLines(
            Path.Combine(folder, Name(rank)),
            part.GetColumn<float[]>("Score").Select(score =>
                string.Join(',', score.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))));
    }

    private static string Name(int rank) => $"scores-{rank:D4}.csv";
}
