using System.IO.Compression;
using Larq.ModelBuilder.Serving.Places;
using Larq.ModelBuilder.Serving.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Larq.ModelBuilder.Serving.Endpoints;

/// <summary>The code of a run and its files.</summary>
internal static class CodeEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Desk desk)
    {
        routes.MapGet("/api/runs/{run}/code", (HttpContext context) =>
            ServingJson.Write(context, RunCode.Of(Asked.Run(context, desk))));
        routes.MapGet("/api/runs/{run}/download", (HttpContext context) =>
        {
            var path = Asked.Query(context, "path");
            return Download(context, Known(Asked.Run(context, desk), path), Path.GetFileName(path));
        });
        routes.MapGet("/api/runs/{run}/zip", (HttpContext context) => Zip(context, Asked.Run(context, desk)));
        routes.MapGet("/api/runs/{run}/report", async (HttpContext context) =>
        {
            var run = Asked.Run(context, desk);
            await using var file = File.OpenRead(Known(run, run.Name + ".report.html"));

            // It is a file of the folder, which others may have changed: it is shown as a stranger's page.
            context.Response.Headers.ContentSecurityPolicy =
                "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'";
            context.Response.ContentType = "text/html; charset=utf-8";
            await file.CopyToAsync(context.Response.Body, context.RequestAborted);
        });
    }

    // Only what the run has written; nothing else of its folder, and nothing that a link leads to elsewhere.
    private static string Known(ServedRun run, string path) => RunFiles.All(run).Contains(path)
        ? new OpenedFolder(run.Folder).Resolve(path)
        : throw AskException.NotFound($"Run {run.Number} has written no '{path}'.");

    private static async Task Download(HttpContext context, string path, string name)
    {
        await using var file = File.OpenRead(path);
        await Send(context, file, name);
    }

    private static async Task Zip(HttpContext context, ServedRun run)
    {
        var files = RunFiles.All(run);
        await using var file = new FileStream(
            Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16,
            FileOptions.DeleteOnClose | FileOptions.Asynchronous);
        using (var zip = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var path in files)
                zip.CreateEntryFromFile(Known(run, path), $"{run.Name}/{path}", CompressionLevel.Fastest);
        }

        file.Position = 0;
        await Send(context, file, $"{run.Name}-larq.zip");
    }

    private static async Task Send(HttpContext context, FileStream file, string name)
    {
        var headers = context.Response.Headers;
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        headers.ContentDisposition = disposition.ToString();
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = file.Length;
        await file.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
