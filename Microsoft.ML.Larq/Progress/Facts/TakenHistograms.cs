using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Microsoft.ML.Larq.Progress.Facts;

/// <summary>Histograms of some epochs, of a number that is bounded however long a training is.</summary>
/// <param name="Epochs">The epochs, rising, and what was taken in each, by tag.</param>
internal sealed record TakenHistograms(
    ImmutableList<(int Epoch, IReadOnlyDictionary<string, HistogramFacts> ByTag)> Epochs)
{
    /// <summary>Epochs that are kept at most.</summary>
    public const int MostEpochs = 12;

    /// <summary>Histograms that are kept at most, of two epochs at least.</summary>
    public const int Most = 6000;

    /// <summary>None.</summary>
    public static TakenHistograms None { get; } = new([]);

    /// <summary>
    /// With those of one epoch more. Where that is too many, of the epochs between the first and this one the one goes
    /// whose neighbours lie closest together: which are kept depends on those that were, and on nothing else.
    /// </summary>
    /// <param name="epoch">The epoch, later than all before.</param>
    /// <param name="taken">What was taken, by tag.</param>
    public TakenHistograms With(int epoch, IReadOnlyList<(string Tag, HistogramFacts Histogram)> taken)
    {
        var kept = Epochs.Add((epoch, taken.Take(Most / 2)
            .ToDictionary(one => one.Tag, one => one.Histogram, StringComparer.Ordinal)));
        while (kept.Count > MostEpochs || (kept.Count > 2 && kept.Sum(one => one.ByTag.Count) > Most))
        {
            kept = kept.RemoveAt(Enumerable.Range(1, kept.Count - 2)
                .MinBy(i => kept[i + 1].Epoch - kept[i - 1].Epoch));
        }

        return new TakenHistograms(kept);
    }

    public JsonArray ToJson() => new([.. Epochs.Select(one => new JsonObject
    {
        ["epoch"] = one.Epoch,
        ["of"] = new JsonObject(one.ByTag.Select(pair =>
            KeyValuePair.Create(pair.Key, (JsonNode?)HistogramJson.Write(pair.Value)))),
    })]);

    /// <param name="json">A list.</param>
    /// <param name="epochs">Epochs that training was to have.</param>
    /// <exception cref="FormatException">It cannot be; what is wrong is named.</exception>
    public static TakenHistograms FromJson(JsonArray json, int epochs)
    {
        if (json.Count > MostEpochs)
            throw new FormatException($"Histograms are of at most {MostEpochs} epochs, got {json.Count}.");
        var (last, left) = (0, Most);
        List<(int Epoch, IReadOnlyDictionary<string, HistogramFacts> ByTag)> read = [];
        foreach (var node in json)
        {
            var one = node as JsonObject ?? throw new FormatException("An epoch's histograms are an object.");
            var epoch = FactsReader.Whole(one, "epoch", last + 1);
            var of = FactsReader.Object(one, "of");
            if (epoch > epochs) throw new FormatException($"An epoch of histograms is at most {epochs}, got {epoch}.");
            if ((left -= of.Count) < 0) throw new FormatException($"There are at most {Most} histograms, got more.");
            read.Add((epoch, of.ToDictionary(
                pair => HistogramTags.Checked(pair.Key), pair => HistogramJson.Read(pair.Value),
                StringComparer.Ordinal)));
            last = epoch;
        }

        return new TakenHistograms([.. read]);
    }
}
