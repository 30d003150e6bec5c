using Microsoft.AspNetCore.Http;

namespace Larq.ModelBuilder.Serving.Doors;

/// <summary>Whether a request comes from the server's own page, or from a person who typed its address.</summary>
internal static class SiteRules
{
    private static readonly string[] Names = ["127.0.0.1", "localhost"];

    /// <summary>
    /// Whether the address is the server's own: a name of another site that leads here, as by DNS rebinding, is not.
    /// </summary>
    public static bool IsOurHost(HttpContext context)
    {
        var port = context.Connection.LocalPort;
        var host = context.Request.Headers.Host;
        return host.Count == 1 && Names.Any(name =>
            Same(host[0], FormattableString.Invariant($"{name}:{port}")) || (port == 80 && Same(host[0], name)));
    }

    /// <summary>Whether no other site is told as where the request comes from.</summary>
    public static bool IsFromNoOtherSite(HttpRequest request) =>
        (request.Headers.Origin.Count == 0 || IsOurOrigin(request))
        && (Site(request) is [] or ["same-origin"] or ["none"]);

    /// <summary>Whether the browser says that the request comes from the server's own page.</summary>
    public static bool IsFromOurPage(HttpRequest request) =>
        IsOurOrigin(request) || Site(request) is ["same-origin"];

    private static bool IsOurOrigin(HttpRequest request) =>
        request.Headers.Origin.Count == 1 && Same(request.Headers.Origin[0], $"http://{request.Headers.Host}");

    private static string?[] Site(HttpRequest request) => [.. request.Headers["Sec-Fetch-Site"]];

    private static bool Same(string? one, string other) =>
        string.Equals(one, other, StringComparison.OrdinalIgnoreCase);
}
