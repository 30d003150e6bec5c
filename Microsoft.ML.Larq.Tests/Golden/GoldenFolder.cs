using Microsoft.ML.Larq.Tests.House;

namespace Microsoft.ML.Larq.Tests.Golden;

/// <summary>Where the files of each version lie.</summary>
internal static class GoldenFolder
{
    /// <summary>The first version's; a later version adds a folder and leaves this one as it is.</summary>
    public static string Version1 { get; } = Path.Combine(SourceTree.Tests, "Golden", "Version1");

    /// <summary>Every folder of a version, the earliest first.</summary>
    public static string[] All { get; } =
        [.. Directory.GetDirectories(Path.Combine(SourceTree.Tests, "Golden"), "Version*").Order()];

    /// <summary>Every model that was saved, as the folder's name and its own.</summary>
    public static IEnumerable<object[]> Models =>
        from folder in All
        from file in SourceTree.Files(folder, "*.zip")
        where file != GoldenPixels.ModelName
        select new object[] { Path.GetFileName(folder), Path.GetFileNameWithoutExtension(file) };

    public static string Of(string version) => All.Single(folder => Path.GetFileName(folder) == version);
}
