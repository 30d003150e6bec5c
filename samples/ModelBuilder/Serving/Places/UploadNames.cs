using System.Text;

namespace Larq.ModelBuilder.Serving.Places;

/// <summary>Names of files that are dropped on the page: what they may be called here.</summary>
internal static class UploadNames
{
    // Bytes, as file systems count: with an ending for what is being written it must stay below 255.
    private const int Longest = 200;

    /// <summary>The name of a file without folders.</summary>
    /// <exception cref="AskException">It is none.</exception>
    public static string Of(string name) => Parts(name)[^1];

    /// <summary>The class's folder and the file of an image; folders around them are left out.</summary>
    /// <exception cref="AskException">There is no class's folder.</exception>
    public static (string Class, string File) OfImage(string name) => Parts(name) is [.., var folder, var file]
        ? (folder, file)
        : throw AskException.Bad($"An image is called class/name, got '{name}'.");

    private static string[] Parts(string name)
    {
        var parts = name.Split('/', '\\');
        return Array.TrueForAll(parts, IsPlain)
            ? parts
            : throw AskException.Bad($"This is no name for a file here: '{name}'.");
    }

    // What begins with a point is hidden from the page too.
    private static bool IsPlain(string part) => part.Length > 0 && Encoding.UTF8.GetByteCount(part) <= Longest
        && !part.StartsWith('.') && part.Trim() == part && !part.EndsWith('.') && !part.AsSpan().ContainsAny(":*?\"<>|")
        && !part.Any(char.IsControl) && !DeviceNames.Has(part);
}
