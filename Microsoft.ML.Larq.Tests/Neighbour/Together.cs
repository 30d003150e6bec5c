using Microsoft.ML.Data;
using Microsoft.ML.TorchSharp;

namespace Microsoft.ML.Larq.Tests.Neighbour;

/// <summary>The guide's example: a text column's scores beside a number, into a BinaryNet; evaluated, saved, loaded.</summary>
internal static class Together
{
    public static void Run(MLContext mlContext, string folder)
    {
        var heard = new List<string>();
        using var listening = mlContext.Larq().MonitorProgress(e => heard.Add($"{e.Operation} {e.Kind}"));
        var rows = Returned.Make(120);
        var (first, second) = (mlContext.Data.LoadFromEnumerable(rows[..40]), mlContext.Data.LoadFromEnumerable(rows[40..]));
        var path = Path.Combine(folder, "together.zip");

        var model = Train(mlContext, first, second);

        var accuracy = mlContext.MulticlassClassification.Evaluate(model.Transform(second), scoreColumnName: "ReviewScore",
            predictedLabelColumnName: "ReviewLabel").MicroAccuracy;
        Console.WriteLine($"text: {accuracy:R}");
        Console.WriteLine($"trained: {Evaluated(mlContext, model, second)}");
        mlContext.Model.Save(model, first.Schema, path);
        var loaded = mlContext.Model.Load(path, out _);
        Console.WriteLine($"loaded: {Evaluated(mlContext, loaded, second)}");
        Console.WriteLine($"scores: {Scores(model, second).SequenceEqual(Scores(loaded, second))}");
        foreach (var name in heard.Distinct()) Console.WriteLine($"heard: {name}");
    }

    private static TransformerChain<TransformerChain<BinarizedNetworkTransformer>> Train(
        MLContext mlContext, IDataView first, IDataView second)
    {
        var text = mlContext.Transforms.Conversion.MapValueToKey("Label")
            .Append(mlContext.MulticlassClassification.Trainers.TextClassification(
                labelColumnName: "Label", sentence1ColumnName: "Review", scoreColumnName: "ReviewScore",
                outputColumnName: "ReviewLabel", batchSize: 8))
            .Fit(first);

        var scored = mlContext.Data.Cache(text.Transform(second));
        var network = mlContext.Transforms.Concatenate("Features", "ReviewScore", "Price")
            .Append(mlContext.Larq().BinaryNet(labelColumnName: "IsLoss", epochs: 30))
            .Fit(scored);
        var model = text.Append(network);
        return model;
    }

    private static string Evaluated(MLContext mlContext, ITransformer model, IDataView rows)
    {
        var metrics = mlContext.BinaryClassification.Evaluate(model.Transform(rows), labelColumnName: "IsLoss");
        return $"{metrics.Accuracy:R} {metrics.AreaUnderRocCurve:R} {metrics.LogLoss:R}";
    }

    private static IEnumerable<float> Scores(ITransformer model, IDataView rows)
    {
        var scored = model.Transform(rows);
        return scored.GetColumn<float>("Score").Concat(scored.GetColumn<float[]>("ReviewScore").SelectMany(row => row));
    }
}
