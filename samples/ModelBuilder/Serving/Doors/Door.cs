using Microsoft.AspNetCore.Http;

namespace Larq.ModelBuilder.Serving.Doors;

/// <summary>Lets in who started the server, and nobody else: no other page, no other person of this machine.</summary>
/// <param name="token">What the command has printed.</param>
internal sealed class Door(Token token)
{
    private const string Closed =
        "This is larq's page, and it is open only to who started it: use the address that the command printed.";

    public async Task Enter(HttpContext context, RequestDelegate next)
    {
        var request = context.Request;
        Headers.Set(context.Response);
        if (!SiteRules.IsOurHost(context))
            await Refuse(context, 421, "This server is asked by its own address, http://127.0.0.1 with its port.");
        else if (!SiteRules.IsFromNoOtherSite(request))
            await Refuse(context, 403, "Another site may not ask this server.");
        else if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsPost(request.Method))
            await Refuse(context, 405, "There are GET and POST.");
        else if (HttpMethods.IsGet(request.Method) && request.Path == "/" && request.Query.ContainsKey("token"))
            await Welcome(context);
        else if (!token.Is(request.Cookies[Cookie(context)]))
            await Refuse(context, 403, Closed);
        else if (HttpMethods.IsPost(request.Method) && !SiteRules.IsFromOurPage(request))
            await Refuse(context, 403, "Only the server's own page may have it do something.");
        else if (HttpMethods.IsPost(request.Method) && !IsPosted(request.ContentType))
            await Refuse(context, 415, "This is sent as application/json, or files as multipart/form-data.");
        else
            await next(context);
    }

    // Cookies know no ports: two servers would take each other's away.
    private static string Cookie(HttpContext context) =>
        FormattableString.Invariant($"larq-{context.Connection.LocalPort}");

    private Task Welcome(HttpContext context)
    {
        var said = context.Request.Query["token"];
        if (said.Count != 1 || !token.Opens(said[0])) return Refuse(context, 403, Closed);
        context.Response.Cookies.Append(Cookie(context), token.Text, new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Path = "/",
            IsEssential = true,
        });
        context.Response.StatusCode = 303;
        context.Response.Headers.Location = "/";
        return Task.CompletedTask;
    }

    // Forms of other pages cannot send JSON; files are held up by where they come from.
    private static bool IsPosted(string? type) =>
        type is not null && new[] { "application/json", "multipart/form-data" }.Contains(
            type.Split(';')[0].Trim(), StringComparer.OrdinalIgnoreCase);

    private static Task Refuse(HttpContext context, int status, string message)
    {
        context.Response.Headers.Connection = "close";
        if (context.Request.Path.StartsWithSegments("/api")) return Faults.Write(context, status, message);
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(message, context.RequestAborted);
    }
}
