using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Hosting;

/// <summary>The header of one of this library's entries in ML.NET's zip, by which its reader knows it.</summary>
/// <param name="Signature">Eight ASCII letters.</param>
/// <param name="Loader">The name by which ML.NET finds the loader; at most 24 ASCII letters.</param>
/// <param name="Versions">The versions of the entry.</param>
internal sealed record ArchiveHeader(string Signature, string Loader, FileVersions Versions)
{
    /// <summary>The header as ML.NET writes it.</summary>
    /// <remarks>
    /// With the assembly's simple name, so that a newer or older library reads the file as far as the versions allow.
    /// </remarks>
    public VersionInfo Info => new(
        Signature, (uint)Versions.Current, (uint)Versions.ReadableFrom, (uint)Versions.Oldest,
        typeof(ArchiveHeader).Assembly.GetName().Name, Loader);

    /// <summary>Requires this signature, and a version that can be read.</summary>
    /// <exception cref="FormatException">The signature or the version is another; the message says which.</exception>
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
