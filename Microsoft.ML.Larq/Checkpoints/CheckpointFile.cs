using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Training.Resuming;

namespace Microsoft.ML.Larq.Checkpoints;

/// <summary>
/// A checkpoint as a safetensors file: all numbers as tensors, the rest in its notes, sealed by a SHA-256.
/// </summary>
internal static class CheckpointFile
{
    /// <summary>
    /// An older checkpoint is read as long as everything that it does not say had a fixed value then. Where a change
    /// breaks that, the oldest readable version goes up here, and older checkpoints are refused by their version.
    /// </summary>
    public static readonly FileVersions Versions = NetworkJson.Versions;

    private const string Version = "larq-checkpoint";
    private const string Seal = "sha256";
    private const string Weights = "weights/";
    private const string Slots = "slots/";
    private const string Generators = "generators/";
    private const string Callbacks = "callbacks/";
    private const string Metrics = "metrics/";

    public static byte[] ToBytes(Checkpoint checkpoint)
    {
        var state = checkpoint.State;
        var tensors = new List<KeyValuePair<string, SafetensorsTensor>>();
        AddWeights(tensors, Weights, state.Weights);
        foreach (var (name, values) in state.Slots)
            tensors.Add(new(Slots + name, SafetensorsTensor.FromSingles([values.Length], values)));
        foreach (var (layer, bytes) in state.Generators)
            tensors.Add(new(Generators + layer, new SafetensorsTensor("U8", [bytes.Length], bytes)));
        foreach (var (name, kept) in state.Metrics)
            tensors.Add(new(Metrics + Uri.EscapeDataString(name), new(kept.Type, kept.Shape, kept.Bytes)));
        for (var i = 0; i < state.Callbacks.Count; i++)
        {
            foreach (var (name, weights) in state.Callbacks[i].State.Weights)
                AddWeights(tensors, $"{Callbacks}{i}/{Uri.EscapeDataString(name)}/", weights);
        }

        var notes = new Dictionary<string, string>
        {
            [Version] = Versions.Current.ToString(CultureInfo.InvariantCulture),
            ["head"] = JsonSerializer.Serialize(CheckpointHead.Of(checkpoint), CheckpointHead.Json),
        };
        notes[Seal] = SealOf(tensors, notes);
        return new SafetensorsFile(tensors, notes).ToBytes();
    }

    /// <exception cref="FormatException">It is no checkpoint, a damaged one, or of another version.</exception>
    public static Checkpoint Read(ReadOnlyMemory<byte> bytes) => Read(bytes, Versions);

    /// <summary>Reads as a library does that knows other versions, later ones for example.</summary>
    internal static Checkpoint Read(ReadOnlyMemory<byte> bytes, FileVersions versions)
    {
        var file = SafetensorsFile.Read(bytes);
        if (!file.Metadata.TryGetValue(Version, out var version))
            throw new FormatException("It is a safetensors file, but no checkpoint.");
        versions.Require(int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var written)
            ? written
            : throw new FormatException($"Its version is a whole number, got '{version}'."));
        var notes = file.Metadata.Where(note => note.Key != Seal).ToDictionary();
        if (file.Metadata.GetValueOrDefault(Seal) != SealOf(file.Tensors, notes))
            throw new FormatException("It was altered.");
        try
        {
            var head = CheckpointHead.Read(notes["head"]);
            var checkpoint = head.ToCheckpoint(new TrainingState
            {
                Epoch = head.Epoch,
                Steps = head.Steps,
                RateFactor = head.RateFactor,
                IsStopped = head.IsStopped,
                Weights = ReadWeights(file, Weights),
                Slots = Part(file, Slots).ToDictionary(pair => pair.Key, pair => pair.Value.ToSingles()),
                Generators = Part(file, Generators).ToDictionary(pair => pair.Key, pair => pair.Value.Data.ToArray()),
                Callbacks = [.. head.Callbacks.Select((callback, i) => callback.ToState($"{Callbacks}{i}/", prefix =>
                    ReadWeights(file, prefix), file.Tensors.Keys))],
                Metrics = Part(file, Metrics).ToDictionary(
                    pair => Uri.UnescapeDataString(pair.Key),
                    pair => new KeptTensor(
                        pair.Value.DataType, [.. pair.Value.Shape], pair.Value.Data.ToArray())),
                History = head.ToHistory(),
                Story = head.ToStory(),
            });
            CheckpointCheck.Require(checkpoint);
            return checkpoint;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException
            or ArgumentException or OverflowException)
        {
            throw new FormatException($"Its content cannot be understood: {error.Message}", error);
        }
    }

    private static void AddWeights(
        List<KeyValuePair<string, SafetensorsTensor>> tensors, string prefix, NetworkWeights weights) =>
        tensors.AddRange(weights.Select(pair => KeyValuePair.Create(prefix + pair.Key, SafetensorsTensor.FromSingles(
            pair.Value.Shape.Dimensions.Select(size => (long)size), pair.Value.Values))));

    private static NetworkWeights ReadWeights(SafetensorsFile file, string prefix) =>
        new(Part(file, prefix).Select(pair => KeyValuePair.Create(pair.Key, WeightArray.Adopt(
            new TensorShape([.. pair.Value.Shape.Select(size => checked((int)size))]), pair.Value.ToSingles()))));

    private static IEnumerable<KeyValuePair<string, SafetensorsTensor>> Part(SafetensorsFile file, string prefix) =>
        file.Tensors
            .Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(pair => KeyValuePair.Create(pair.Key[prefix.Length..], pair.Value));

    private static string SealOf(
        IEnumerable<KeyValuePair<string, SafetensorsTensor>> tensors, IReadOnlyDictionary<string, string> notes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, text) in notes.OrderBy(note => note.Key, StringComparer.Ordinal))
            Append($"{name}\n{text}\n");
        foreach (var (name, tensor) in tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            Append(string.Create(
                CultureInfo.InvariantCulture, $"{name}\n{tensor.DataType}\n{string.Join(',', tensor.Shape)}\n"));
            hash.AppendData(tensor.Data.Span);
        }

        return Digest.Hex(hash.GetHashAndReset());

        void Append(string text) => hash.AppendData(Encoding.UTF8.GetBytes(text));
    }
}
