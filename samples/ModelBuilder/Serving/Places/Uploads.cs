using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Larq.ModelBuilder.Serving.Places;

/// <summary>Files that are dropped on the page, one after another from the network to the disk.</summary>
internal static class Uploads
{
    /// <summary>The longest image.</summary>
    public const long LongestImage = 64 << 20;

    /// <summary>Bytes of all files of a request.</summary>
    public const long Longest = 2L << 30;

    private const int LongestBoundary = 100;

    /// <summary>Writes the one image that is sent.</summary>
    /// <exception cref="AskException">None is sent.</exception>
    public static async Task Image(HttpContext context, string path)
    {
        await foreach (var (_, body) in Files(context, LongestImage))
        {
            await Save(body, path, context.RequestAborted);
            return;
        }

        throw AskException.Bad("One image is sent as multipart/form-data.");
    }

    /// <summary>The files that are sent, each to be read before the next.</summary>
    /// <exception cref="AskException">No files are sent.</exception>
    /// <exception cref="BadHttpRequestException">They are longer than may be.</exception>
    public static async IAsyncEnumerable<(string Name, Stream Body)> Files(HttpContext context, long longest)
    {
        context.Features.Get<IHttpMaxRequestBodySizeFeature>()!.MaxRequestBodySize = longest + (1 << 20);
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
            || HeaderUtilities.RemoveQuotes(type.Boundary).ToString()
                is not { Length: > 0 and <= LongestBoundary } edge)
        {
            throw new AskException(415, "Files are sent as multipart/form-data.");
        }

        var reader = new MultipartReader(edge, context.Request.Body) { BodyLengthLimit = longest };
        while (await Next(reader, context.RequestAborted) is { } section)
        {
            if (ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var said)
                && HeaderUtilities.RemoveQuotes(said.FileName).ToString() is { Length: > 0 } name)
            {
                yield return (said.FileNameStar is { Length: > 0 } star ? star.ToString() : name, section.Body);
            }
        }
    }

    /// <summary>
    /// Writes a file that is not there yet; where it cannot be written whole it is not there afterwards.
    /// </summary>
    public static async Task Save(Stream body, string path, CancellationToken cancellation)
    {
        try
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            await body.CopyToAsync(file, cancellation);
        }
        catch (InvalidDataException)
        {
            File.Delete(path);
            throw new AskException(413, "This file is longer than may be sent.");
        }
        catch (IOException error) when (cancellation.IsCancellationRequested is false && error.Message.Contains(
            "Unexpected end of Stream", StringComparison.Ordinal))
        {
            File.Delete(path);
            throw AskException.Bad("The file ends before its end was sent: send it again.");
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    private static async Task<MultipartSection?> Next(MultipartReader reader, CancellationToken cancellation)
    {
        try
        {
            return await reader.ReadNextSectionAsync(cancellation);
        }
        catch (Exception error) when (error is InvalidDataException or IOException and not BadHttpRequestException)
        {
            throw AskException.Bad($"What was sent is no multipart/form-data: {error.Message}");
        }
    }
}
