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
        routes.MapGet("/api/runs/{run}", async (HttpContext context) =>
        {
            var run = Asked.Run(context, desk);
            await ServingJson.Write(
                context, RunDetail.Of(run, await RunPast.Of(run, desk, context.RequestAborted)));
        });
        routes.MapGet("/api/runs/{run}/events", async (HttpContext context) =>
            await ServingJson.Write(
                context, await RunPast.Of(Asked.Run(context, desk), desk, context.RequestAborted)));
    }
}
