using Larq.ModelBuilder.Serving.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Larq.ModelBuilder.Serving.Endpoints;

/// <summary>The code of a run and its files.</summary>
internal static class CodeEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Desk desk)
    {
        routes.MapGet("/api/runs/{run}/code", (HttpContext context) =>
            ServingJson.Write(context, RunCode.Of(Asked.Run(context, desk))));
    }
}
