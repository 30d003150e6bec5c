using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Hosting;

/// <summary>What stands at the head of one of our parts in ML.NET's zip, and by which a door knows its own.</summary>
/// <param name="Signature">Eight ASCII letters.</param>
/// <param name="Loader">The name by which ML.NET finds the loader; at most 24 ASCII letters.</param>
/// <param name="Versions">The versions of the part.</param>
internal sealed record DoorSign(string Signature, string Loader, FileVersions Versions)
{
    /// <summary>As ML.NET writes it.</summary>
    /// <remarks>
    /// With the assembly's simple name, so that a newer or older library reads the file as far as the versions allow.
    /// </remarks>
    public VersionInfo Info => new(
        Signature, (uint)Versions.Current, (uint)Versions.ReadableFrom, (uint)Versions.Oldest,
        typeof(DoorSign).Assembly.GetName().Name, Loader);

    /// <summary>Demands a head of this door's and of a version that is read.</summary>
    /// <exception cref="FormatException">It is another's, or of another version; the message says which.</exception>
    public void Require(ModelHeader header)
    {
        var expected = Info.ModelSignature;
        if (header.ModelSignature != expected)
        {
            throw new FormatException(
                $"Model.key: the signature is 0x{expected:X16}, got 0x{header.ModelSignature:X16}: "
                + $"this is not a model of {Loader}.");
        }

        try
        {
            Versions.Require(header.ModelVerWritten, header.ModelVerReadable);
        }
        catch (FormatException error)
        {
            throw new FormatException($"Model.key: {error.Message}", error);
        }
    }
}
