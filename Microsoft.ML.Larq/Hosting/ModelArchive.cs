using System.Buffers.Binary;
using Microsoft.ML.Larq.Formats;

namespace Microsoft.ML.Larq.Hosting;

/// <summary>Writes a network into ML.NET's zip and reads it back, trusting nothing it reads.</summary>
/// <remarks>
/// In the transformer's folder of the zip: <c>Network.json</c>, <c>Weights.safetensors</c>, and in ML.NET's own
/// <c>Model.key</c> after its header, the length of each of the two in that order (int64, little-endian). Digests
/// within the two show whether their bytes are those that were written. A model that was trained has a third part,
/// <c>Times.json</c>, whose length stands nowhere else: all other parts are the same in two equal trainings.
/// </remarks>
internal static class ModelArchive
{
    public const string NetworkPart = ModelFile.NetworkName;
    public const string WeightsPart = ModelFile.WeightsName;
    public const string TimesPart = "Times.json";

    /// <summary>The name by which ML.NET finds <see cref="ModelLoader{TModel}"/>; at most 24 ASCII letters.</summary>
    public const string LoaderSignature = "LarqBinarizedNetwork";

    /// <summary>The header; its versions are those of the entry, and the two parts have their own.</summary>
    public static readonly ArchiveHeader Header =
        new(ModelKey.Signature, LoaderSignature, ModelKey.Versions);

    /// <summary>The largest definition that is read: 16 MiB.</summary>
    public const long NetworkLimit = 1 << 24;

    /// <summary>Writes both parts and their lengths.</summary>
    public static void Save(ModelSaveContext context, ModelPayload payload)
    {
        ArgumentNullException.ThrowIfNull(context, "ctx");
        context.CheckAtModel();
        context.SetVersionInfo(Header.Info);
        foreach (var (name, bytes) in new[] { (NetworkPart, payload.Network), (WeightsPart, payload.Weights) })
        {
            context.Writer.Write((long)bytes.Length);
            context.SaveBinaryStream(name, writer => writer.Write(bytes));
        }

        if (payload.Times is { } times) context.SaveBinaryStream(TimesPart, writer => writer.Write(times));
    }

    /// <summary>Reads the first part, and sees how large the second is.</summary>
    /// <exception cref="FormatException">
    /// Something is missing, cut or of another version; the message says what was expected and what came.
    /// </exception>
    public static StoredModel Load(ModelLoadContext context) => Load(context, Header);

    /// <summary>Reads as a library with another header does, for example a later version.</summary>
    internal static StoredModel Load(ModelLoadContext context, ArchiveHeader header)
    {
        header.Require(context.Header);
        var network = ReadStated(context, NetworkPart, NetworkLimit);
        var weights = ReadStated(context, WeightsPart, ModelPart.Limit);
        var stored = ModelPart.Stored(context, weights);
        return new(
            ModelPart.Read(context, network), stored, length => ModelPart.Read(context, weights, length),
            () => ModelPart.ReadUpTo(context, TimesPart, NetworkLimit));
    }

    private static StatedPart ReadStated(ModelLoadContext context, string part, long limit)
    {
        var bytes = context.Reader.ReadBytes(sizeof(long));
        if (bytes.Length != sizeof(long))
        {
            throw new FormatException(
                $"Model.key: the length of '{part}' has {sizeof(long)} bytes, got {bytes.Length}.");
        }

        var length = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        return length >= 0 && length <= limit
            ? new StatedPart(part, length)
            : throw new FormatException($"Model.key: '{part}' has 0 to {limit} bytes, got a promise of {length}.");
    }
}
