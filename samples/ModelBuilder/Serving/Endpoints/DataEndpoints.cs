using Larq.ModelBuilder.Data;
using Larq.ModelBuilder.Recipes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Larq.ModelBuilder.Serving.Endpoints;

/// <summary>What is in a table or a folder of images, and what is made of it.</summary>
internal static class DataEndpoints
{
    private const int SamplesOfEach = 6;
    private const int MostSamples = 60;

    public static void Map(IEndpointRouteBuilder routes, Desk desk) =>
        routes.MapPost("/api/data", async (HttpContext context) =>
        {
            var project = await ServingJson.Read<Project>(context);
            var path = desk.Places.Data(project.Path);
            desk.Project = project;
            var answer = project.Scenario == Scenario.ImageClassification
                ? Images(path, context.RequestAborted)
                : await Table(desk, project, path, context.RequestAborted);
            await ServingJson.Write(context, answer with { Name = desk.Places.NameOf(path) });
        });

    private static async Task<Answer> Table(
        Desk desk, Project project, string path, CancellationToken cancellation)
    {
        var facts = await desk.Tables.Of(path, project.ReadingChoices(), cancellation);
        facts.RequireSound();
        var choices = project.PlanChoices();
        if (choices.Label is null && choices.Columns.All(column => column.Purpose != Purpose.Label))
            return new Answer { Facts = facts, Columns = TablePlan.Chosen(facts, choices), Findings = facts.Findings };
        var plan = TablePlan.Of(facts, project.Scenario, choices);
        return new Answer
        {
            Facts = facts,
            Columns = plan.Columns,
            Classes = plan.Classes,
            Findings = [.. facts.Findings, .. plan.Findings],
        };
    }

    private static Answer Images(string path, CancellationToken cancellation)
    {
        var facts = ImageInspection.Of(path, cancellation);
        ImageInspection.Require(facts);
        var samples = facts.Files.Select(file => Path.GetRelativePath(path, file).Replace('\\', '/'))
            .Select(file => new Sample(file, file.Split('/')[0]))
            .GroupBy(sample => sample.Class).SelectMany(group => group.Take(SamplesOfEach)).Take(MostSamples);
        return new Answer
        {
            Classes = facts.Classes,
            Findings = facts.Findings,
            Images = new ImagesFound(facts.Folder, facts.Classes, facts.Side, [.. samples]),
        };
    }

    private sealed record Answer
    {
        public TableFacts? Facts { get; init; }

        public RecipeColumn[] Columns { get; init; } = [];

        public ClassCount[] Classes { get; init; } = [];

        public Finding[] Findings { get; init; } = [];

        public ImagesFound? Images { get; init; }

        /// <summary>What a model of it is called, unless a person says otherwise.</summary>
        public string Name { get; init; } = "";
    }

    private sealed record ImagesFound(string Folder, ClassCount[] Classes, int Side, Sample[] Samples);

    private sealed record Sample(string Path, string Class);
}
