using Larq.ModelBuilder.Serving.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Larq.ModelBuilder.Serving.Endpoints;

/// <summary>Where things stand, and what happens from then on.</summary>
internal static class StateEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Desk desk)
    {
        routes.MapGet("/api/state", (HttpContext context) => ServingJson.Write(context, desk.State()));
        routes.MapGet("/api/events", (HttpContext context) => new EventStream(desk, context).Write());
    }
}
