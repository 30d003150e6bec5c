using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Formats;

/// <summary>
/// What a saved model is: a network, its weights, and facts about how it was made. Two files hold it.
/// </summary>
/// <param name="Definition">The network.</param>
/// <param name="Weights">Its weights.</param>
/// <param name="Facts">What else is to be kept: task, columns, versions, measurements.</param>
/// <param name="LatentWeights">Whether latent kernels are stored as they are instead of as signs.</param>
internal sealed record ModelFile(
    NetworkDefinition Definition, NetworkWeights Weights, JsonObject Facts, bool LatentWeights = false)
{
    /// <summary>The name of the first file.</summary>
    public const string NetworkName = "Network.json";

    /// <summary>The name of the second file.</summary>
    public const string WeightsName = "Weights.safetensors";

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    /// <inheritdoc cref="Read(ReadOnlyMemory{byte}, long, Func{long, ReadOnlyMemory{byte}})"/>
    /// <param name="network">The bytes of <see cref="NetworkName"/>.</param>
    /// <param name="weights">The bytes of <see cref="WeightsName"/>.</param>
    public static ModelFile Read(ReadOnlyMemory<byte> network, ReadOnlyMemory<byte> weights) =>
        Read(network, weights.Length, _ => weights);

    /// <summary>
    /// Reads what <see cref="ToBytes"/> wrote; the second file only once it is known that the network stays within
    /// <see cref="NetworkBudget.Current"/>.
    /// </summary>
    /// <param name="network">The bytes of <see cref="NetworkName"/>.</param>
    /// <param name="stored">Bytes that <see cref="WeightsName"/> takes in the archive, compressed.</param>
    /// <param name="weights">Reads it, given the length that it must have.</param>
    /// <exception cref="FormatException">
    /// One is damaged, foreign or of a later version, or the network takes too much; the message says which.
    /// </exception>
    public static ModelFile Read(ReadOnlyMemory<byte> network, long stored, Func<long, ReadOnlyMemory<byte>> weights)
    {
        var head = InFile(NetworkName, () =>
        {
            var read = ModelHead.Read(network.Span);
            NetworkCost.Require(read.Definition, weightBytes: stored);
            WeightsFile.RequireLength(read.Definition, read.Weights.Length);
            return read;
        });
        var values = InFile(WeightsName, () =>
        {
            var file = weights(head.Weights.Length);
            head.Weights.Require(file.Span);
            var read = WeightsFile.Read(head.Definition, file, out var latent);
            return (Weights: read, Latent: latent);
        });
        return new ModelFile(head.Definition, values.Weights, head.Facts, values.Latent);
    }

    /// <summary>The two files; the same model gives the same bytes.</summary>
    /// <exception cref="ArgumentException">
    /// Weights do not fit the network, or facts are too large or too deep.
    /// </exception>
    public (byte[] Network, byte[] Weights) ToBytes()
    {
        var weights = WeightsFile.Write(Definition, Weights, LatentWeights);
        return (new ModelHead(Definition, Digest.Of(weights), Facts).ToBytes(), weights);
    }

    private static T InFile<T>(string name, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FormatException error)
        {
            throw new FormatException($"The model's {name} cannot be read: {error.Message}", error);
        }
    }
}
