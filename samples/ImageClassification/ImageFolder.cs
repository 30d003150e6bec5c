using Microsoft.ML.Data;

namespace ImageClassification;

/// <summary>The image files of a folder and the folders in it.</summary>
internal static class ImageFolder
{
    private static readonly string[] Endings = [".bmp", ".gif", ".jpeg", ".jpg", ".png", ".webp"];

    /// <summary>Every image, without a label, in the order of the paths.</summary>
    /// <exception cref="IOException">There is no such folder, or no image in it.</exception>
    public static IReadOnlyList<ImageRow> All(string folder)
    {
        if (!Directory.Exists(folder)) throw new DirectoryNotFoundException($"There is no folder '{folder}'.");
        ImageRow[] images = [.. Files(folder).Select(path => new ImageRow { Path = path })];
        return images.Length > 0
            ? images
            : throw new FileNotFoundException($"Folder '{folder}' has no image ({string.Join(", ", Endings)}).");
    }

    /// <summary>Every image below a folder in it, whose name is the label.</summary>
    /// <exception cref="IOException">There are fewer than two such folders, or one has too few images.</exception>
    public static IReadOnlyList<ImageRow> Labelled(string folder, int least = 2)
    {
        _ = All(folder);
        var classes = Directory.GetDirectories(folder).Order(StringComparer.Ordinal)
            .Select(path => (Name: Path.GetFileName(path), Files: Files(path).ToArray())).ToArray();
        if (classes.Length < 2)
            throw new IOException(
                $"Folder '{folder}' must have two or more folders, one a class, got {classes.Length}.");
        var poor = Array.FindIndex(classes, one => one.Files.Length < least);
        if (poor >= 0)
        {
            throw new IOException(
                $"Folder '{Path.Combine(folder, classes[poor].Name)}' must have at least {least} images, "
                + $"got {classes[poor].Files.Length}.");
        }

        return [.. classes.SelectMany(one => one.Files.Select(path => new ImageRow { Path = path, Label = one.Name }))];
    }

    /// <summary>A fifth of each class, at least one image, to test on; the same ones for the same seed.</summary>
    public static (IReadOnlyList<ImageRow> Training, IReadOnlyList<ImageRow> Test) Split(
        IReadOnlyList<ImageRow> images, int seed)
    {
        var random = new Random(seed);
        var (training, test) = (new List<ImageRow>(), new List<ImageRow>());
        foreach (var one in images.GroupBy(image => image.Label))
        {
            var rows = one.ToArray();
            random.Shuffle(rows);
            var held = Math.Max(1, rows.Length / 5);
            test.AddRange(rows[..held]);
            training.AddRange(rows[held..]);
        }

        return (training, test);
    }

    /// <summary>
    /// The first file that is called an image and is none; null where there is none. For when scoring failed.
    /// </summary>
    public static string? Unreadable(string folder) =>
        Directory.Exists(folder) ? Files(folder).FirstOrDefault(IsBroken) : null;

    private static bool IsBroken(string path)
    {
        try
        {
            MLImage.CreateFromFile(path).Dispose();
            return false;
        }
        catch (ArgumentException)
        {
            return true;
        }
    }

    private static IEnumerable<string> Files(string folder) => Directory
        .EnumerateFiles(Path.GetFullPath(folder), "*", SearchOption.AllDirectories)
        .Where(path => Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
        .Order(StringComparer.Ordinal);
}
