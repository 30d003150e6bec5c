using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Packed;

namespace Microsoft.ML.Larq.Tests.Formats.Keras;

/// <summary>
/// One file of Structures/structures.zip and what the script that wrote it says of it; see Structures/cases.py.
/// </summary>
internal sealed record KerasStructure
{
    private const float Allowed = 1e-4f;

    private static readonly string[] NoReasons =
        ["OutOfMemory", "StackOverflow", "InsufficientExecutionStack", "AccessViolation"];

    public required string File { get; init; }

    /// <summary>scores, weights, refused or any.</summary>
    public required string Expect { get; init; }

    /// <summary>Where it is refused: read, network or match; null or any: wherever.</summary>
    public string? At { get; init; }

    /// <summary>What the error says, in whatever letters: one of several words.</summary>
    public string Says { get; init; } = "";

    /// <summary>What libhdf5 finds in it.</summary>
    public ImmutableArray<StoredLayer>? Layers { get; init; }

    public float[] Row { get; init; } = [];

    public double[] Scores { get; init; } = [];

    /// <summary>Reads it in the current folder and throws where anything else comes than was said.</summary>
    public string Check()
    {
        if (Refused<FormatException, KerasFile>("read", () => KerasFile.Read(File), out var file)) return "refused";
        if (Layers is { } layers) AreEqual(layers, file);
        if (file.ModelConfig is null && Expect != "refused") return "weights";
        if (Refused<FormatException, NetworkDefinition>(
            "network", () => NetworkDefinition.FromKeras(File), out var network)
            || Refused<Exception, NetworkWeights>(
                "match", () => NetworkWeights.FromKeras(network, File), out var weights))
        {
            return "refused";
        }

        Assert.AreNotEqual("refused", Expect, $"It was to be refused ({At}: {Says}), and gave scores.");
        Score(network, weights);
        foreach (var byName in new[] { false, true })
        {
            // Another way to match may say that it does not suit the file; it may not give wrong weights.
            if (Matched(network, byName) is { } others) Score(network, others);
        }

        return "scores";
    }

    private NetworkWeights? Matched(NetworkDefinition network, bool byName)
    {
        try
        {
            return NetworkWeights.FromKeras(network, File, byName);
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            return null;
        }
    }

    private void Score(NetworkDefinition network, NetworkWeights weights)
    {
        var packed = PackedNetwork.Compile(network, weights);
        var row = Expect == "scores" ? Row : new float[packed.InputSize];
        var scores = new float[packed.OutputSize];
        packed.Score(row, scores);
        if (Expect != "scores") return;
        Assert.HasCount(Scores.Length, scores);
        for (var i = 0; i < scores.Length; i++)
            Assert.AreEqual(Scores[i], scores[i], Allowed * Math.Max(1, Math.Abs(Scores[i])), $"score {i}");
    }

    // Whether it is refused here, which then has to be the right place and the right word.
    private bool Refused<TError, T>(string at, Func<T> step, out T result)
        where TError : Exception
        where T : class
    {
        try
        {
            result = step();
            return false;
        }
        catch (TError error) when (error is FormatException or ArgumentException)
        {
            result = null!;
            Assert.IsEmpty(NoReasons.Where(name => $"{error}".Contains(name, StringComparison.Ordinal)), $"{error}");
            Assert.AreNotEqual("scores", Expect, $"It was to give scores; refused at '{at}': {error.Message}");
            if (Expect == "weights") Assert.AreNotEqual("read", at, $"It was to be read: {error.Message}");
            if (Expect != "refused") return true;
            if (At is { } place and not "any") Assert.AreEqual(place, at, error.Message);
            Assert.IsTrue(
            Says.Split('|').Any(word => error.Message.Contains(word, StringComparison.OrdinalIgnoreCase)),
            $"It was to say '{Says}', and said: {error.Message}");
            return true;
        }
    }

    private static void AreEqual(ImmutableArray<StoredLayer> expected, KerasFile file)
    {
        CollectionAssert.AreEqual(
            expected.Select(layer => layer.Name).ToArray(), file.Layers.Select(layer => layer.Name).ToArray());
        foreach (var (layer, read) in expected.Zip(file.Layers))
            CollectionAssert.AreEqual(layer.Weights.ToArray(), read.Weights.Select(StoredWeight.Of).ToArray());
    }

    internal sealed record StoredLayer(string Name, ImmutableArray<StoredWeight> Weights);

    internal sealed record StoredWeight(string Name, int[] Shape, string Type, string? Sha256)
    {
        public static StoredWeight Of(KerasWeight weight) => new(
            weight.Name, [.. weight.Shape], weight.ElementType,
            weight.IsSingle ? Digest.Of(MemoryMarshal.AsBytes(weight.Values)).Sha256 : null);

        public bool Equals(StoredWeight? other) => other is not null && Name == other.Name && Type == other.Type
            && Sha256 == other.Sha256 && Shape.SequenceEqual(other.Shape);

        public override int GetHashCode() => Name.GetHashCode(StringComparison.Ordinal);

        public override string ToString() => $"{Name} ({string.Join(", ", Shape)}) {Type} {Sha256}";
    }
}
