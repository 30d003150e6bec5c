using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;

namespace ImageClassification;

/// <summary>Models that are ready to score image files.</summary>
internal static class Scoring
{
    /// <summary>Load, crop and scale, score with weights from Keras; nothing is trained.</summary>
    public static ITransformer Model(
        MLContext mlContext, NetworkDefinition network, string weights,
        IReadOnlyList<string>? names) => mlContext.Transforms
            .LoadImages("Image", "", nameof(ImageRow.Path))
            .Append(mlContext.Larq().ImageNetPixels(size: network.InputShape[0]))
            .Append(mlContext.Larq().FromKeras(weights, network: network, classNames: names))
            .Fit(mlContext.Data.LoadFromEnumerable<ImageRow>([]));

    /// <summary>The share of images whose label is the likeliest class.</summary>
    public static double Accuracy(MLContext mlContext, ITransformer model, IEnumerable<ImageRow> images) => mlContext
        .MulticlassClassification.Evaluate(model.Transform(mlContext.Data.LoadFromEnumerable(images))).MicroAccuracy;

    /// <summary>For a model that learned no labels: its classes find theirs by name.</summary>
    public static double AccuracyByName(MLContext mlContext, ITransformer model, IReadOnlyList<ImageRow> images)
    {
        var scored = model.Transform(mlContext.Data.LoadFromEnumerable(images));
        var named = mlContext.Transforms.Conversion.MapKeyToValue("Name", "PredictedLabel")
            .Fit(scored).Transform(scored);
        return named.GetColumn<string>("Name").Zip(images).Average(pair => pair.First == pair.Second.Label ? 1.0 : 0.0);
    }

    /// <summary>Saves a model, and says how large it is.</summary>
    public static void Save(MLContext mlContext, ITransformer model, string path)
    {
        mlContext.Model.Save(model, mlContext.Data.LoadFromEnumerable<ImageRow>([]).Schema, path);
        Console.WriteLine($"saved as {path}: {new FileInfo(path).Length:N0} bytes");
    }

    public static string Percent(double share) => (share * 100).ToString("F1", CultureInfo.InvariantCulture) + "%";
}
