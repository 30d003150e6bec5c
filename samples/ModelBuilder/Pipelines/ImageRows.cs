using Larq.ModelBuilder.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Larq.ModelBuilder.Pipelines;

/// <summary>Image files as rows: the path, and the name of the folder in the given one, which is the class.</summary>
internal static class ImageRows
{
    /// <summary>
    /// A file alone; or the images that can be read in the folders of a folder; or, where there are none, those that
    /// lie in it, without a label.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is nothing of this name, or no image in it.</exception>
    public static IDataView Load(MLContext mlContext, string path)
    {
        if (File.Exists(path)) return mlContext.Data.LoadFromEnumerable([new Row(path, "")]);
        if (!Directory.Exists(path)) throw new FileNotFoundException($"There is no file and no folder '{path}'.");
        Row[] rows = [.. ImageInspection.Of(path, CancellationToken.None).Files.Select(file =>
            new Row(file, Path.GetRelativePath(path, file).Split(Path.DirectorySeparatorChar)[0]))];
        if (rows.Length == 0)
        {
            rows = [.. Directory.EnumerateFiles(path).Order(StringComparer.Ordinal)
                .Where(file => ImageInspection.IsCalledImage(file) && ImageCheck.Fault(file, out _) is null)
                .Select(file => new Row(file, ""))];
        }

        return rows.Length > 0
            ? mlContext.Data.LoadFromEnumerable(rows)
            : throw new FileNotFoundException(
                $"Folder '{path}' has no image that can be read ({string.Join(", ", ImageInspection.Endings)}).");
    }

    private sealed class Row(string path, string label)
    {
        [ColumnName(PipelineColumns.ImagePath)]
        public string Path { get; } = path;

        public string Label { get; } = label;
    }
}
