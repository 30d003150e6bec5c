using Microsoft.ML.Larq.Progress;
using Spectre.Console;

namespace QuickStart.Display;

/// <summary>
/// What each binary layer does: the share of its weights that change sign from one batch to the next, over the
/// epochs on a logarithmic scale, the share of the gradient that its quantizers let through,
/// and whatever other metrics are measured.
/// </summary>
internal static class LayerTable
{
    public static Table Of(TrainingState state)
    {
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey30)
            .AddColumn("binary layer")
            .AddColumn("flip ratio")
            .AddColumn("kernel gradient")
            .AddColumn("input gradient");
        string[] own = [.. state.Own.Where(name => name.EndsWith('/'))];
        foreach (var metric in own) table.AddColumn(metric.TrimEnd('/').Replace('_', ' '));
        foreach (var layer in state.Layers)
        {
            table.AddRow(
            [
                layer,
                Flips(state, MetricNames.FlipRatio + layer),
                Flow(state, MetricNames.GradientFlow + layer),
                Flow(state, $"{MetricNames.GradientFlow}{layer}.input"),
                .. own.Select(metric => Own(state, metric + layer)),
            ]);
        }

        return table;
    }

    // A kernel's value, and that of the layer's input in brackets.
    private static string Own(TrainingState state, string name)
    {
        var kernel = state.Has(name) ? Bars.Number(state.Now(name), "G3") : "";
        return state.Has($"{name}.input") ? $"{kernel} ({Bars.Number(state.Now($"{name}.input"), "G3")})" : kernel;
    }

    private static string Flips(TrainingState state, string name) =>
        $"{Bars.Number(state.Now(name), "P3"),7} {Bars.LogSpark([.. state.Past(name)], 13, "magenta")}";

    private static string Flow(TrainingState state, string name) => state.Has(name)
        ? $"{Bars.Bar(state.Now(name), 10, "blue")} {Bars.Number(state.Now(name), "P0"),4}"
        : "";
}
