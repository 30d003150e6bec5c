using System.Text;
using System.Text.Json;
using Microsoft.ML.Larq.Clusters.Wires;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>Requires that all ranks are about to do the same.</summary>
internal static class RankAgreement
{
    private const int MostCharacters = 200;

    /// <param name="ranks">The ranks.</param>
    /// <param name="known">What has to be the same, as text by name; the first that differs is told.</param>
    /// <exception cref="ArgumentException">Ranks differ; the message says which, and in what.</exception>
    public static void Require(Ranks ranks, IEnumerable<KeyValuePair<string, string>> known)
    {
        if (ranks.IsAlone) return;
        var own = known.Select(pair => new[] { pair.Key, pair.Value }).ToArray();
        var all = ranks.GatherBytes(JsonSerializer.SerializeToUtf8Bytes(own))
            .Select(bytes => JsonSerializer.Deserialize<string[][]>(Encoding.UTF8.GetString(bytes))!)
            .Select(texts => texts.ToDictionary(text => text[0], text => text[1]))
            .ToArray();
        for (var rank = 1; rank < ranks.Size; rank++)
        {
            foreach (var name in all[0].Keys.Union(all[rank].Keys))
            {
                var first = all[0].GetValueOrDefault(name, "none");
                var other = all[rank].GetValueOrDefault(name, "none");
                if (first == other) continue;
                throw new ArgumentException(
                    $"Option Cluster: ranks 0 and {rank} differ in {name}: {Short(first)} and {Short(other)}.");
            }
        }
    }

    private static string Short(string text) => text.Length <= MostCharacters ? text : text[..MostCharacters] + "…";
}
