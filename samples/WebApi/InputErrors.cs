using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;

namespace WebApi;

/// <summary>What is wrong with a request, by the model's column, as problem details (RFC 9457).</summary>
internal static class InputErrors
{
    /// <summary>Runs before an endpoint that takes a <see cref="Digit"/>.</summary>
    public static async ValueTask<object?> Check(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var pixels = context.GetArgument<Digit>(0).Pixels ?? [];
        if (pixels.Length != Digit.Size)
            return Problem(nameof(Digit.Pixels), $"{Digit.Size} numbers are wanted, {pixels.Length} came.");

        // 1e39 is a number of JSON and no float.
        var wrong = Array.FindIndex(pixels, pixel => !float.IsFinite(pixel));
        return wrong >= 0
            ? Problem($"{nameof(Digit.Pixels)}[{wrong}]", "A number of at most 3.4e38 is wanted.")
            : await next(context);
    }

    /// <summary>What could not be read as JSON at all: the path in the text says where.</summary>
    public static Task Unreadable(HttpContext context)
    {
        var error = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        var json = error?.InnerException as JsonException;
        var result = error is BadHttpRequestException { StatusCode: 400 }
            ? Problem(Column(json), Reason(json))
            : Results.Problem(statusCode: (error as BadHttpRequestException)?.StatusCode ?? 500);
        return result.ExecuteAsync(context);
    }

    private static IResult Problem(string column, string what) => Results.ValidationProblem(
        new Dictionary<string, string[]> { [column] = [what] }, title: $"Column '{column}': {what}");

    // "$.pixels[3]" is the place of what could not be read: the column's name in the request, with the element's place.
    private static string Column(JsonException? error) =>
        error?.Path is { } path && path.StartsWith("$.pixels", StringComparison.OrdinalIgnoreCase)
            ? nameof(Digit.Pixels) + path["$.pixels".Length..]
            : nameof(Digit.Pixels);

    private static string Reason(JsonException? error)
    {
        var wanted = $"{{\"pixels\": [{Digit.Size} numbers]}} is wanted";
        return error is null ? $"{wanted}."
            : $"{wanted}; line {error.LineNumber + 1}, byte {error.BytePositionInLine} is not that.";
    }
}
