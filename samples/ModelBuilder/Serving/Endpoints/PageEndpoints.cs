using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Larq.ModelBuilder.Serving.Endpoints;

/// <summary>The page, its style and its modules, which lie in this assembly.</summary>
internal static class PageEndpoints
{
    private const string Prefix = "Page/";
    private const string Index = "index.html";

    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    };

    private static readonly Assembly Here = typeof(PageEndpoints).Assembly;

    private static readonly HashSet<string> Names = [.. Here.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Select(name => name[Prefix.Length..])];

    public static void Map(IEndpointRouteBuilder routes, Desk desk)
    {
        routes.MapGet("/", (HttpContext context) => Write(context, Index));
        routes.MapGet("/page/{**name}", (HttpContext context) =>
            Write(context, context.Request.RouteValues["name"] as string ?? ""));
    }

    private static async Task Write(HttpContext context, string name)
    {
        if (!Names.Contains(name) || !Types.TryGetValue(Path.GetExtension(name), out var type))
            throw AskException.NotFound($"The page has no '{name}'.");
        await using var file = Here.GetManifestResourceStream(Prefix + name)!;
        context.Response.ContentType = type;
        context.Response.ContentLength = file.Length;
        await file.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}
