using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Larq.ModelBuilder.Serving.Endpoints;

/// <summary>What stands in a request's address.</summary>
internal static class Asked
{
    /// <summary>The run that is named in the path.</summary>
    public static Runs.ServedRun Run(HttpContext context, Desk desk) =>
        int.TryParse(
            context.Request.RouteValues["run"] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var run)
            ? desk.Runs.Require(run)
            : throw AskException.NotFound("A run has a number from 1.");

    /// <summary>A value of the query; nothing where it is not said.</summary>
    /// <exception cref="AskException">It is said more than once.</exception>
    public static string Query(HttpContext context, string name) => context.Request.Query[name] switch
    {
        [] => "",
        [var one] => one ?? "",
        _ => throw AskException.Bad($"{name} is said once."),
    };
}
