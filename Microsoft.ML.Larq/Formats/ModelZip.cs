using System.IO.Compression;

namespace Microsoft.ML.Larq.Formats;

/// <summary>
/// A saved network in a zip file: alone in it, or in the folder that ML.NET gave it in a model's.
/// </summary>
/// <remarks>
/// Alone it is <see cref="ModelFile.NetworkName"/> and <see cref="ModelFile.WeightsName"/> at the top and nothing else.
/// In a model's file they lie beside <see cref="ModelKey.Name"/>, whatever else there is.
/// </remarks>
internal static class ModelZip
{
    // The largest definition, 16 MiB, and the largest header of ML.NET's that is looked at.
    private const long NetworkLimit = BoundedJson.MaximalLength;
    private const long KeyLimit = 1 << 20;
    private const int MostNamed = 8;

    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes a network alone; the same one gives the same bytes on the same runtime.</summary>
    public static void Write(Stream stream, ModelFile file)
    {
        var (network, weights) = file.ToBytes();
        using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
        foreach (var (name, bytes) in new[] { (ModelFile.NetworkName, network), (ModelFile.WeightsName, weights) })
        {
            var entry = zip.CreateEntry(name, CompressionLevel.Optimal);
            entry.LastWriteTime = NoTime;
            using var part = entry.Open();
            part.Write(bytes);
        }
    }

    /// <summary>Reads the network of a file, whichever of the two it is.</summary>
    /// <exception cref="FormatException">
    /// It is damaged or foreign, holds no network or several, or the network takes too much; the message says which.
    /// </exception>
    public static ModelFile Read(Stream stream)
    {
        try
        {
            using var zip = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
            var (folder, network, weights) = Find(zip);
            if (folder.Length > 0)
            {
                var key = zip.Entries.Where(entry => Slashes(entry) == folder + ModelKey.Name).ToArray();
                if (key is not [var one])
                    throw new FormatException($"'{folder}' has one {ModelKey.Name}, got {key.Length}.");
                ModelKey.Require(ZipPart.ReadUpTo(one, ModelKey.Name, KeyLimit));
            }
            else if (zip.Entries.FirstOrDefault(entry => entry != network && entry != weights) is { } other)
            {
                throw new FormatException(
                    $"It holds {ModelFile.NetworkName} and {ModelFile.WeightsName}, got '{other.FullName}' as well.");
            }

            return ModelFile.Read(
                ZipPart.ReadUpTo(network, ModelFile.NetworkName, NetworkLimit),
                weights.CompressedLength,
                length => ZipPart.Read(weights, ModelFile.WeightsName, length));
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or OverflowException
            or ArgumentException)
        {
            throw new FormatException($"It is no zip file with a network in it: {error.Message}", error);
        }
    }

    private static (string Folder, ZipArchiveEntry Network, ZipArchiveEntry Weights) Find(ZipArchive zip)
    {
        var weights = zip.Entries.ToLookup(Slashes, StringComparer.Ordinal);
        var found = (
            from network in zip.Entries
            let path = Slashes(network)
            where path == ModelFile.NetworkName || path.EndsWith('/' + ModelFile.NetworkName, StringComparison.Ordinal)
            let folder = path[..^ModelFile.NetworkName.Length]
            from other in weights[folder + ModelFile.WeightsName]
            select (Folder: folder, Network: network, Weights: other)).Take(MostNamed + 1).ToArray();
        return found switch
        {
            [var one] => one,
            [] => throw new FormatException(
                $"It holds no network: there is no {ModelFile.NetworkName} beside a {ModelFile.WeightsName}."),
            _ => throw new FormatException(
                "It holds several networks, of which one is read: "
                + $"{string.Join(", ", found.Take(MostNamed).Select(one => $"'{one.Folder}'"))}"
                + $"{(found.Length > MostNamed ? ", …" : "")}."),
        };
    }

    // Files of Windows may have their folders apart by backslashes.
    private static string Slashes(ZipArchiveEntry entry) => entry.FullName.Replace('\\', '/');
}
