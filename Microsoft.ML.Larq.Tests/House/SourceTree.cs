using System.Reflection;

namespace Microsoft.ML.Larq.Tests.House;

/// <summary>The sources that the tests were built from.</summary>
internal static class SourceTree
{
    public static string Root { get; } = typeof(SourceTree).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(entry => entry.Key == "RepositoryRoot").Value!;

    public static string Library => Path.Combine(Root, "Microsoft.ML.Larq");

    public static string Tests => Path.Combine(Root, "Microsoft.ML.Larq.Tests");

    /// <summary>Files below a folder, without what builds put there; paths are relative to it, with slashes.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern) =>
    [
        .. Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj"))
            .Order(StringComparer.Ordinal),
    ];
}
