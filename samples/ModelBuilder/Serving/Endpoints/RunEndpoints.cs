using Larq.ModelBuilder.Serving.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Larq.ModelBuilder.Serving.Endpoints;

/// <summary>The runs, each in a line and each in full.</summary>
internal static class RunEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Desk desk)
    {
        routes.MapGet("/api/runs", (HttpContext context) =>
            ServingJson.Write(context, desk.Runs.All.Select(RunSummary.Of)));
        routes.MapGet("/api/runs/{run}", (HttpContext context) =>
            ServingJson.Write(context, RunDetail.Of(Asked.Run(context, desk))));
        routes.MapGet("/api/runs/{run}/events", (HttpContext context) =>
            ServingJson.Write(context, Asked.Run(context, desk).Feed.Since(0)));
    }
}
