using Larq.ModelBuilder.Recipes;
using Larq.ModelBuilder.Running;
using Larq.ModelBuilder.Serving.Runs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Larq.ModelBuilder.Serving.Endpoints;

/// <summary>Begins a run and stops it.</summary>
internal static class TrainEndpoints
{
    public static void Map(IEndpointRouteBuilder routes, Desk desk)
    {
        routes.MapPost("/api/train", async (HttpContext context) =>
        {
            var ask = await ServingJson.Read<TrainingAsk>(context);
            await ServingJson.Write(context, new { run = Begin(desk, ask).Number }, 202);
        });
        routes.MapPost("/api/stop", (HttpContext context) =>
        {
            desk.Runs.Stop();
            context.Response.StatusCode = 202;
            return Task.CompletedTask;
        });
    }

    private static ServedRun Begin(Desk desk, TrainingAsk ask)
    {
        var path = desk.Places.Data(ask.Path);
        var said = ask.Choices();
        var choices = said with { Name = said.Name ?? desk.Places.NameOf(path) };
        var (reading, columns) = (ask.ReadingChoices(), ask.PlanChoices());
        var folder = desk.Places.ForModel(choices.Name, path);
        var code = new CodeChoices
        {
            Api = ask.Api ?? false,
            Replace = ask.Overwrite ?? false,
            Packages = desk.Options.Packages,
        };
        var run = desk.Runs.Begin(ask, folder, choices.Name, (run, stop) =>
        {
            var draft = new RequestDraft(run.Feed, choices, folder);
            var request = ask.Scenario == Scenario.ImageClassification
                ? draft.Images(path, stop)
                : draft.Table(path, ask.Scenario, reading, columns);
            request = request with { Compare = ask.Compare ?? true, Importance = ask.Importance ?? true };
            run.Recipe = request.Recipe;
            return ModelMaking.Make(request, code, run.Feed, stop);
        });
        desk.Project = ask.Alone();
        return run;
    }
}
