using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Hosting;

/// <summary>Writes the image preprocessing into ML.NET's zip and reads it back.</summary>
internal static class ImageArchive
{
    /// <summary>The name by which ML.NET finds <see cref="ImageLoader{T}"/>; at most 24 ASCII letters.</summary>
    public const string LoaderSignature = "LarqImageNet";

    public static readonly ArchiveHeader Header =
        new("LARQIMG ", LoaderSignature, new FileVersions(0x00010001, 0x00010001, 0x00010001, "X8"));

    private const int LongestText = 1 << 16;

    public static void Save(ModelSaveContext context, string parameters)
    {
        ArgumentNullException.ThrowIfNull(context, "ctx");
        context.CheckAtModel();
        context.SetVersionInfo(Header.Info);
        context.Writer.Write(parameters);
    }

    /// <summary>Reads the parameters.</summary>
    /// <exception cref="FormatException">Something is cut or of another version; the message says what.</exception>
    public static string Load(ModelLoadContext context) => Load(context, Header);

    /// <summary>Reads as a library with another header does, for example a later version.</summary>
    internal static string Load(ModelLoadContext context, ArchiveHeader header)
    {
        header.Require(context.Header);
        try
        {
            var text = context.Reader.ReadString();
            return text.Length <= LongestText
                ? text
                : throw new FormatException(
                    $"Model.key: the parameters have at most {LongestText} letters, got {text.Length}.");
        }
        catch (EndOfStreamException error)
        {
            throw new FormatException("Model.key: the parameters are cut off.", error);
        }
    }
}
