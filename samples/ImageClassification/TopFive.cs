using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Spectre.Console;

namespace ImageClassification;

/// <summary>For each image the five classes that the model holds most likely.</summary>
internal static class TopFive
{
    private const int Shown = 5;
    private const int BarWidth = 20;

    /// <summary>A row an image, as the model scores it; what it shows stands beside it where that is known.</summary>
    public static Table Of(MLContext mlContext, ITransformer model, IReadOnlyList<ImageRow> images)
    {
        var scored = model.Transform(mlContext.Data.LoadFromEnumerable(images));
        var names = Names(scored.Schema["Score"]);
        var table = new Table().Border(TableBorder.Rounded).BorderColor(Color.Grey30)
            .AddColumns("image", "most likely").ShowRowSeparators();
        foreach (var (image, scores) in images.Zip(scored.GetColumn<float[]>("Score")))
        {
            var best = scores.Index().OrderByDescending(score => score.Item).Take(Shown);
            var lines = best.Select((score, rank) => Line(names[score.Index], score.Item, rank == 0));
            var label = image.Label.Length > 0 ? $"\n[grey]is {Markup.Escape(image.Label)}[/]" : "";
            var name = Path.Combine(
                Path.GetFileName(Path.GetDirectoryName(image.Path)) ?? "", Path.GetFileName(image.Path));
            table.AddRow(Markup.Escape(name) + label, string.Join('\n', lines));
        }

        return table;
    }

    private static string Line(string name, float probability, bool first)
    {
        var full = (int)Math.Round(Math.Clamp(probability, 0, 1) * BarWidth);
        var percent = (probability * 100).ToString("F1", CultureInfo.InvariantCulture);
        return $"[{(first ? "green" : "grey")}]{new string('━', full)}[/][grey30]{new string('─', BarWidth - full)}[/] "
            + $"{percent,5}%  {(first ? "[bold]" : "[grey]")}{Markup.Escape(name)}[/]";
    }

    // Without names the classes are numbered as the network's outputs are.
    private static string[] Names(DataViewSchema.Column score)
    {
        if (!score.HasSlotNames())
            return [.. Enumerable.Range(0, ((VectorDataViewType)score.Type).Size).Select(index => $"class {index}")];
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        score.GetSlotNames(ref names);
        return [.. names.DenseValues().Select(name => name.ToString())];
    }
}
