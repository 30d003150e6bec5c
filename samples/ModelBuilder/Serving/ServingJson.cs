using System.Text.Json;
using System.Text.Json.Serialization;
using Larq.ModelBuilder.Recipes;
using Larq.ModelBuilder.Running;
using Microsoft.AspNetCore.Http;

namespace Larq.ModelBuilder.Serving;

/// <summary>
/// JSON as it goes between server and page: as events have it, and scenarios as the commands are called.
/// </summary>
internal static class ServingJson
{
    public static JsonSerializerOptions Options { get; } = Made();

    /// <summary>Answers with a value.</summary>
    public static async Task Write<T>(HttpContext context, T value, int status = 200)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, Options);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }

    /// <summary>The value that was sent.</summary>
    /// <exception cref="JsonException">It is no such value.</exception>
    /// <exception cref="BadHttpRequestException">It is too long.</exception>
    public static async Task<T> Read<T>(HttpContext context)
    {
        if (context.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true)
            throw new AskException(415, "This is sent as application/json.");
        return await JsonSerializer.DeserializeAsync<T>(context.Request.Body, Options, context.RequestAborted)
            ?? throw AskException.Bad("A JSON object is sent, got null.");
    }

    private static JsonSerializerOptions Made()
    {
        var options = new JsonSerializerOptions(RunJson.Options)
        {
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            RespectNullableAnnotations = true,
            AllowDuplicateProperties = false,
            NumberHandling = JsonNumberHandling.Strict,
        };
        options.Converters.Insert(
            0, new JsonStringEnumConverter<Scenario>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        return options;
    }
}
