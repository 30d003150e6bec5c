using System.Globalization;
using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Recipes;
using Larq.ModelBuilder.Running;
using Larq.ModelBuilder.Serving.Places;
using Larq.ModelBuilder.Serving.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Larq.ModelBuilder.Serving.Endpoints;

/// <summary>Tries a run's model on a row or an image.</summary>
internal static class TryEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Desk desk)
    {
        routes.MapGet("/api/runs/{run}/example", async (HttpContext context) =>
            await ServingJson.Write(context, await ExampleForm.Of(
                Asked.Run(context, desk), desk, Row(Asked.Query(context, "row")), context.RequestAborted)));
        routes.MapPost("/api/runs/{run}/predict", async (HttpContext context) =>
        {
            var run = Asked.Run(context, desk);
            var prediction = run.RequireModel().Scenario == Scenario.ImageClassification
                ? await Image(context, desk, run)
                : await Row(context, desk, run);
            await ServingJson.Write(
                context, new Answer(prediction.Said, ClassScore.Of(prediction.Scores)));
        });
    }

    private static async Task<Prediction> Row(HttpContext context, Desk desk, ServedRun run)
    {
        var values = (await ServingJson.Read<Cells>(context)).Values;
        var features = run.RequireModel().Features.Select(column => column.Index).ToHashSet();
        foreach (var (index, cell) in values)
        {
            if (!features.Contains(index))
                throw AskException.Bad($"Column {index} is none that the model predicts from.");
            if (cell is null)
                throw AskException.Bad($"Column {index} is null: a cell is text, and one that is missing is left out.");
        }

        return await desk.Models.Ask(run, model => model.Predict(values), context.RequestAborted);
    }

    private static async Task<Prediction> Image(HttpContext context, Desk desk, ServedRun run)
    {
        var folder = Directory.CreateTempSubdirectory("larq-image-");
        try
        {
            var path = Path.Combine(folder.FullName, "image");
            await Uploads.Image(context, path);
            return ImageCheck.Fault(path, out _) is { } fault
                ? throw new AskException(422, $"The image {fault}.")
                : await desk.Models.Ask(run, model => model.Predict(path).Single(), context.RequestAborted);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static long Row(string text) => text.Length == 0
        ? 1
        : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var row)
            ? row
            : throw AskException.Bad($"row is a number from 1, got '{text}'.");

    /// <summary>The cells by the column's number; what is not there is missing.</summary>
    private sealed record Cells(Dictionary<int, string> Values);

    /// <summary>What the model says.</summary>
    private sealed record Answer(string Said, ClassScore[] Scores);
}
