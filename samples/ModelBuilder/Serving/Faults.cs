using System.Text.Json;
using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Recipes;
using Microsoft.AspNetCore.Http;

namespace Larq.ModelBuilder.Serving;

/// <summary>Turns what went wrong into an answer that says what; nothing ends the server.</summary>
internal static class Faults
{
    /// <summary>An error, as the page reads it.</summary>
    internal sealed record Fault(string Message, IReadOnlyList<Finding> Findings);

    public static async Task Answer(HttpContext context, RequestDelegate next)
    {
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody listens any more.
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            var (status, message, findings) = Of(error);
            await Write(context, status, message, findings);
        }
    }

    /// <summary>Says that there is nothing to be asked so.</summary>
    public static async Task Miss(HttpContext context, RequestDelegate next)
    {
        await next(context);
        if (context.Response.HasStarted || context.Response.StatusCode is not (404 or 405)) return;
        var message = context.Response.StatusCode == 404
            ? $"There is no {context.Request.Path}."
            : $"{context.Request.Path} is asked by {context.Response.Headers.Allow}.";
        await Write(context, context.Response.StatusCode, message);
    }

    /// <summary>Answers with an error.</summary>
    public static Task Write(
        HttpContext context, int status, string message, IReadOnlyList<Finding>? findings = null) =>
        ServingJson.Write(context, new Fault(message, findings ?? []), status);

    private static (int Status, string Message, IReadOnlyList<Finding> Findings) Of(Exception error) => error switch
    {
        AskException ask => (ask.Status, ask.Message, ask.Findings),
        DataException data => (422, data.Message, data.Findings),
        UsageException or RecipeException => (400, error.Message, []),
        JsonException json => (400, $"{json.Path ?? "What was sent"}: {json.Message}", []),
        BadHttpRequestException { StatusCode: 413 } => (413, "This is more than one request may send.", []),
        BadHttpRequestException bad => (bad.StatusCode, bad.Message, []),
        FileNotFoundException or DirectoryNotFoundException => (404, error.Message, []),
        UnauthorizedAccessException => (403, error.Message, []),
        IOException => (500, error.Message, []),
        _ => (500, $"{error.Message} ({error.GetType().Name})", []),
    };
}
