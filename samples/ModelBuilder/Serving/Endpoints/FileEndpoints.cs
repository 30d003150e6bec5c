using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Serving.Places;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Larq.ModelBuilder.Serving.Endpoints;

/// <summary>What lies in the opened folder.</summary>
internal static class FileEndpoints
{
    private const int Most = 1000;

    private static readonly string[] TableEndings = [".csv", ".tsv", ".txt", ".data", ".tab"];

    public static void Map(IEndpointRouteBuilder routes, Desk desk) =>
        routes.MapGet("/api/files", (HttpContext context) =>
            ServingJson.Write(context, Look(desk.Places.Folder, Asked.Query(context, "path"))));

    private static Listing Look(OpenedFolder opened, string path)
    {
        var folder = opened.Resolve(path);
        if (!Directory.Exists(folder)) throw AskException.NotFound($"There is no folder '{path}' in what was opened.");
        Entry[] entries = [.. new DirectoryInfo(folder).EnumerateFileSystemInfos()
            .Where(entry => !entry.Name.StartsWith('.') && opened.Holds(entry.FullName)
                && (entry is not FileInfo || PlainFile.Is(entry.FullName)))
            .OrderBy(entry => entry is FileInfo).ThenBy(entry => entry.Name, StringComparer.OrdinalIgnoreCase)
            .Take(Most + 1).Select(entry => Of(opened, entry))];
        var relative = opened.Relative(folder);
        return new Listing(
            relative, relative.Length == 0 ? null : Path.GetDirectoryName(relative)!.Replace('\\', '/'),
            entries[..Math.Min(Most, entries.Length)], entries.Length > Most);
    }

    private static Entry Of(OpenedFolder opened, FileSystemInfo entry) => entry is FileInfo file
        ? new Entry(
            file.Name, opened.Relative(file.FullName),
            TableEndings.Contains(file.Extension, StringComparer.OrdinalIgnoreCase) ? "table" : "other",
            file.Exists ? file.Length : null)
        : new Entry(
            entry.Name, opened.Relative(entry.FullName), HasClasses(entry.FullName) ? "images" : "folder", null);

    // Two folders with images make a data set.
    private static bool HasClasses(string folder)
    {
        try
        {
            return Directory.EnumerateDirectories(folder).Take(20).Count(one =>
                Directory.EnumerateFiles(one).Take(20).Any(ImageInspection.IsCalledImage)) >= 2;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private sealed record Listing(string Path, string? Up, Entry[] Entries, bool More);

    private sealed record Entry(string Name, string Path, string Kind, long? Bytes);
}
