using System.Buffers.Binary;

namespace Microsoft.ML.Larq.Hosting;

/// <summary>Writes a network into ML.NET's zip and reads it back, trusting nothing it reads.</summary>
/// <remarks>
/// In the transformer's folder of the zip: <c>Network.json</c>, <c>Weights.safetensors</c>, and in ML.NET's own
/// <c>Model.key</c> after its header, the length of each of the two in that order (int64, little-endian). Whether their
/// bytes are those that were written is told by themselves: the model file's own digests.
/// </remarks>
internal static class ModelDoor
{
    public const string NetworkPart = "Network.json";
    public const string WeightsPart = "Weights.safetensors";

    /// <summary>The name by which ML.NET finds <see cref="ModelLoader"/>; at most 24 ASCII letters.</summary>
    public const string LoaderSignature = "LarqBinarizedNetwork";

    private const string Signature = "LARQBNN ";
    private const uint Version = 0x00010001;

    /// <summary>Writes both parts and their lengths.</summary>
    public static void Save(ModelSaveContext context, ModelPayload payload)
    {
        context.CheckAtModel();
        context.SetVersionInfo(Info());
        foreach (var (name, bytes) in new[] { (NetworkPart, payload.Network), (WeightsPart, payload.Weights) })
        {
            context.Writer.Write((long)bytes.Length);
            context.SaveBinaryStream(name, writer => writer.Write(bytes));
        }
    }

    /// <summary>Reads both parts.</summary>
    /// <exception cref="FormatException">
    /// Something is missing, cut or of another version; the message says what, what was expected, what came.
    /// </exception>
    public static ModelPayload Load(ModelLoadContext context)
    {
        CheckVersion(context.Header);
        var network = ReadPromise(context, NetworkPart);
        var weights = ReadPromise(context, WeightsPart);
        return new(ModelPart.Read(context, network), ModelPart.Read(context, weights));
    }

    // The assembly's simple name, so that a newer or older library reads the file as far as the version allows.
    private static VersionInfo Info() => new(Signature, Version, Version, Version,
        typeof(ModelDoor).Assembly.GetName().Name, LoaderSignature);

    private static void CheckVersion(ModelHeader header)
    {
        var expected = Info();
        if (header.ModelSignature != expected.ModelSignature)
            throw new FormatException($"Model.key: the signature is 0x{expected.ModelSignature:X16}, " +
                $"got 0x{header.ModelSignature:X16}: this is not a model of {LoaderSignature}.");
        if (header.ModelVerReadable > Version || header.ModelVerWritten < Version)
            throw new FormatException($"Model.key: this library reads version 0x{Version:X8}, got a model written as " +
                $"0x{header.ModelVerWritten:X8} and readable from 0x{header.ModelVerReadable:X8} on.");
    }

    private static PartPromise ReadPromise(ModelLoadContext context, string part)
    {
        var bytes = context.Reader.ReadBytes(sizeof(long));
        return bytes.Length == sizeof(long)
            ? new PartPromise(part, BinaryPrimitives.ReadInt64LittleEndian(bytes))
            : throw new FormatException(
                $"Model.key: the length of '{part}' has {sizeof(long)} bytes, got {bytes.Length}.");
    }
}
