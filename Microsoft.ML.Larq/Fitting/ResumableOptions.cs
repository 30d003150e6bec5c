using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.ML.Larq.Clusters;
using Microsoft.ML.Larq.Clusters.Wires;
using Microsoft.ML.Larq.Training;
using Microsoft.ML.Larq.Training.Data;
using Options = Microsoft.ML.Larq.BinarizedNetworkTrainer.Options;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>All that the weights of a training depend on beside its network, as text by option.</summary>
internal static class ResumableOptions
{
    /// <summary>What the number of ranks is called; where nothing is known of it, it was <see cref="One"/>.</summary>
    public const string Ranks = "the number of ranks";

    /// <summary>The text of one rank.</summary>
    public const string One = "1";

    public static SortedDictionary<string, string> Of(
        Options options, TrainingSettings settings, string device, RowCache rows, RowCache? validation)
    {
        var known = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["seed"] = settings.Seed.ToString(CultureInfo.InvariantCulture),
            ["option BFloat16"] = settings.BFloat16.ToString(),
            ["device"] = device,
            [Ranks] = settings.Ranks.IsAlone ? One : InWords(settings.Ranks),
            ["training rows"] = Digest(rows),
            ["validation rows"] = validation is null ? "none" : Digest(validation),
        };
        foreach (var (name, text) in Texts(options, settings, rows)) known.Add(name, text);
        return known;
    }

    /// <summary>What options are that nobody sets, in a training of as many steps.</summary>
    public static Dictionary<string, string> Defaults(TrainingSettings settings, RowCache rows) =>
        Texts(new Options().Completed(new TrainingChoices()), settings, rows).ToDictionary();

    private static string InWords(Ranks ranks)
    {
        var words = ranks.Size.ToString(CultureInfo.InvariantCulture);
        if (ranks.Choices.SynchronizesNormalization) words += ", which normalize together";
        return ranks.Choices.Wire == GradientWire.Exact ? words : $"{words}, which send {ranks.Choices.Wire}";
    }

    private static IEnumerable<KeyValuePair<string, string>> Texts(
        Options values, TrainingSettings settings, RowCache rows)
    {
        var batches = (rows.Count + settings.BatchSize - 1L) / settings.BatchSize;
        var text = new ComparableText(settings.Epochs * batches, batches);
        return OptionTable.Of(values, but: OptionUse.Free)
            .Select(option => KeyValuePair.Create("option " + option.Name, text.Of(option.Value)));
    }

    private static string Digest(RowCache rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var row = 0; row < rows.Count; row++) hash.AppendData(MemoryMarshal.AsBytes(rows[row]));
        hash.AppendData(MemoryMarshal.AsBytes(rows.Labels));
        hash.AppendData(MemoryMarshal.AsBytes(rows.Weights));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{rows.Count} rows of {rows.Features} numbers, SHA-256 "
            + $"{Formats.Digest.Hex(hash.GetHashAndReset())[..16]}");
    }
}
