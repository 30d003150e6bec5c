using System.Text.RegularExpressions;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>The folder in which each type of the library is written, whatever its namespace.</summary>
/// <remarks>A type written in several files is of the folder highest up, which holds the others.</remarks>
internal static partial class TypePlaces
{
    /// <summary>Folder by the type's full name without arity; the root's is "".</summary>
    public static IReadOnlyDictionary<string, string> Library { get; } = Read();

    private static Dictionary<string, string> Read()
    {
        var places = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var path in SourceTree.Files(SourceTree.Library, "*.cs"))
        {
            var text = File.ReadAllText(Path.Combine(SourceTree.Library, path));
            var folder = Path.GetDirectoryName(path)!.Replace('\\', '/');
            var space = NamespaceLine().Match(text).Groups[1].Value;
            foreach (Match type in TypeLine().Matches(text))
            {
                var name = $"{space}.{type.Groups[1].Value}";
                if (!places.TryGetValue(name, out var other) || folder.Length < other.Length) places[name] = folder;
            }
        }

        return places;
    }

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(
        @"^(?:[a-z]+ )*(?:class|record struct|record|struct|interface|enum|delegate [\w<>\[\],? ]+?) (\w+)",
        RegexOptions.Multiline)]
    private static partial Regex TypeLine();
}
