using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Recipes;
using Larq.ModelBuilder.Serving.Places;
using Larq.ModelBuilder.Serving.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Larq.ModelBuilder.Serving.Endpoints;

/// <summary>The rows and images behind a number.</summary>
internal static class RowEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Desk desk)
    {
        routes.MapGet("/api/runs/{run}/rows", async (HttpContext context) =>
            await ServingJson.Write(context, await ConfusedRows.Of(
                Asked.Run(context, desk), desk, Asked.Query(context, "of"), Asked.Query(context, "said"),
                context.RequestAborted)));
        routes.MapGet("/api/runs/{run}/picture", (HttpContext context) =>
            Write(context, RunData.TestPath(Asked.Run(context, desk), desk)));
        routes.MapGet("/api/picture", (HttpContext context) =>
            desk.Project is { Scenario: Scenario.ImageClassification, Path: var path }
                ? Write(context, desk.Places.Data(path))
                : throw AskException.NotFound("No folder of images is chosen."));
    }

    private static async Task Write(HttpContext context, string folder)
    {
        var path = Asked.Query(context, "path");
        var file = new OpenedFolder(folder).Resolve(path);
        if (!path.Contains('/') || !ImageInspection.IsCalledImage(file) || !PlainFile.Is(file))
            throw AskException.NotFound($"The data set has no image '{path}'.");
        var bytes = await Thumbnail.Of(file, context.RequestAborted);
        context.Response.ContentType = "image/png";
        context.Response.ContentLength = bytes.Length;
        await context.Response.Body.WriteAsync(bytes, context.RequestAborted);
    }
}
