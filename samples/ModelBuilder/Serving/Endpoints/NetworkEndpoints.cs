using Larq.ModelBuilder.Recipes;
using Larq.ModelBuilder.Running;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Larq.ModelBuilder.Serving.Endpoints;

/// <summary>What will be trained, before it is.</summary>
internal static class NetworkEndpoints
{
    private const string ByTheRows =
        "When training begins, the rows decide how many bits each column of numbers gets and how many units the binary "
        + "layer has: this is about what it will be.";

    private const string AsItIs = "This is the network as it will be trained.";

    public static void Map(IEndpointRouteBuilder routes, Desk desk) =>
        routes.MapPost("/api/network", async (HttpContext context) =>
        {
            var ask = await ServingJson.Read<TrainingAsk>(context);
            var path = desk.Places.Data(ask.Path);
            var draft = new RequestDraft(new RunFeed(), ask.Choices(), desk.Places.Output.Root);
            var request = ask.Scenario == Scenario.ImageClassification
                ? draft.Images(path, context.RequestAborted)
                : draft.Table(path, ask.Scenario, ask.ReadingChoices(), ask.PlanChoices());
            var summary = PlannedNetwork.Of(request).Summary();
            var isKnown = ask.Scenario == Scenario.ImageClassification || ask.Preset == Presets.Best;
            await ServingJson.Write(context, new Answer(
                summary.ToString(),
                [.. summary.Layers.Select(layer => new LayerSaid(
                    layer.Name, layer.ClassName, layer.Outputs,
                    layer.Weights.Count == 0 ? null : layer.Weights.Keys.Min(), layer.InputPrecision,
                    Bytes(layer.MemoryBits)))],
                Bytes(summary.MemoryBits), Bytes(summary.Float32MemoryBits), summary.BinarizedMacRatio,
                isKnown ? AsItIs : ByTheRows));
        });

    private static long Bytes(long bits) => (bits + 7) / 8;

    /// <summary>The network and its layers.</summary>
    /// <param name="Summary">As text.</param>
    /// <param name="Layers">The layers, from the input on.</param>
    /// <param name="Bytes">What its weights take.</param>
    /// <param name="FloatBytes">What they would take with 32 bits each.</param>
    /// <param name="BinaryShare">The share of the multiplications that are of bits.</param>
    /// <param name="Says">What is still to be found out.</param>
    private sealed record Answer(
        string Summary, LayerSaid[] Layers, long Bytes, long FloatBytes, double BinaryShare, string Says);

    /// <summary>A layer.</summary>
    /// <param name="Name">Its name.</param>
    /// <param name="Kind">What it is.</param>
    /// <param name="Shape">What it gives a row.</param>
    /// <param name="Bits">Bits of the narrowest weights; null without weights.</param>
    /// <param name="InputBits">Bits of what it takes; null where they are not few.</param>
    /// <param name="Bytes">What its weights take.</param>
    private sealed record LayerSaid(string Name, string Kind, string Shape, int? Bits, int? InputBits, long Bytes);
}
