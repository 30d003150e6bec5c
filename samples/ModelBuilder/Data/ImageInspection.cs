namespace Larq.ModelBuilder.Data;

/// <summary>Looks at a folder that has a folder of images for each class, and into each image.</summary>
internal static class ImageInspection
{
    private const int LeastSide = 16;
    private const int MostSide = 64;
    private const int Named = 20;

    /// <summary>What files with images are called.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".bmp", ".gif", ".jpeg", ".jpg", ".png", ".webp"];

    /// <summary>The folder's classes, its images, and the files that are none.</summary>
    /// <exception cref="DataException">There is no such folder.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ImageFacts Of(string folder, CancellationToken stop)
    {
        if (File.Exists(folder))
        {
            throw new DataException(
                $"'{folder}' is a file: images lie in a folder that has a folder for each class. For a table use larq "
                + "classification or larq regression.");
        }

        if (!Directory.Exists(folder)) throw new DataException($"There is no folder '{folder}'.");
        var (good, sides, findings) = (new List<string>(), new List<int>(), new List<Finding>());
        var classes = new List<ClassCount>();
        foreach (var path in Directory.GetDirectories(folder).Order(StringComparer.Ordinal))
        {
            if (Path.GetFileName(path).StartsWith('.')) continue;
            var before = good.Count;
            foreach (var file in Files(path))
            {
                stop.ThrowIfCancellationRequested();
                if (!IsCalledImage(file))
                {
                    findings.Add(new(
                        Severity.Note, $"'{Relative(folder, file)}' is not called like an image: left out"));
                }
                else if (ImageCheck.Fault(file, out var side) is { } fault)
                {
                    findings.Add(new(Severity.Warning, $"'{Relative(folder, file)}' {fault}: left out"));
                }
                else
                {
                    good.Add(file);
                    sides.Add(side);
                }
            }

            classes.Add(new ClassCount(Path.GetFileName(path), good.Count - before));
        }

        var loose = Directory.EnumerateFiles(folder).Count(IsCalledImage);
        if (loose > 0)
        {
            findings.Add(new(
                Severity.Warning, $"{loose} images lie beside the classes' folders and belong to none: left out"));
        }

        return new ImageFacts(folder, [.. classes], [.. good], Side(sides), Few(findings));
    }

    /// <exception cref="DataException">There are too few classes, or too few images of one.</exception>
    public static void Require(ImageFacts facts)
    {
        var broken = facts.Findings.Where(finding => finding.Severity == Severity.Warning).ToArray();
        if (facts.Classes.Length < 2)
        {
            throw new DataException(
                $"'{facts.Folder}' has {facts.Classes.Length switch
                {
                    0 => "no folder",
                    _ => $"one folder, '{facts.Classes[0].Name}'",
                }} in it: there must be two at least, each with the images of a class and called like it.");
        }

        if (facts.Classes.Where(one => one.Rows < 2).ToArray() is { Length: > 0 } poor)
        {
            var few = string.Join(", ", poor.Select(one => $"'{one.Name}' has {one.Rows}"));
            throw new DataException($"Each class needs two images at least, better dozens: {few}.", broken);
        }
    }

    /// <summary>All files below a folder, in order, without those that are hidden.</summary>
    public static IEnumerable<string> Files(string folder) => Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Where(path => !Path.GetFileName(path).StartsWith('.'))
        .Order(StringComparer.Ordinal);

    public static bool IsCalledImage(string path) =>
        Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    // What most images have room for, within what trains in minutes.
    private static int Side(List<int> sides)
    {
        if (sides.Count == 0) return LeastSide;
        sides.Sort();
        return Math.Clamp(sides[sides.Count / 2] / 8 * 8, LeastSide, MostSide);
    }

    private static string Relative(string folder, string file) => Path.GetRelativePath(folder, file).Replace('\\', '/');

    private static Finding[] Few(List<Finding> findings) => findings.Count <= Named
        ? [.. findings]
        : [.. findings.OrderByDescending(finding => finding.Severity).Take(Named),
            new Finding(Severity.Warning, $"{findings.Count - Named} more files are left out")];
}
