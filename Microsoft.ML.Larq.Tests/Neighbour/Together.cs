using Microsoft.ML.Data;
using Microsoft.ML.Larq.Packed;
using Microsoft.ML.TorchSharp;

namespace Microsoft.ML.Larq.Tests.Neighbour;

/// <summary>The guide's example: a sentence's scores beside a number, into a BinaryNet; saved and loaded.</summary>
internal static class Together
{
    public static void Run(MLContext mlContext, string folder)
    {
        var heard = new List<string>();
        using var listening = mlContext.Larq().MonitorProgress(e => heard.Add($"{e.Operation} {e.Kind}"));
        var rows = Returned.Make(120);
        var first = mlContext.Data.LoadFromEnumerable(rows[..40]);
        var second = mlContext.Data.LoadFromEnumerable(rows[40..]);
        var path = Path.Combine(folder, "together.zip");

        var model = Train(mlContext, first, second);

        var metrics = mlContext.MulticlassClassification.Evaluate(
            model.Transform(second), scoreColumnName: "ReviewScore", predictedLabelColumnName: "ReviewLabel");
        Console.WriteLine($"text: {metrics.MicroAccuracy:R}");
        Console.WriteLine($"trained: {Evaluated(mlContext, model, second)}");
        mlContext.Model.Save(model, first.Schema, path);
        var loaded = mlContext.Model.Load(path, out _);
        Console.WriteLine($"loaded: {Evaluated(mlContext, loaded, second)}");
        Console.WriteLine($"scores: {Scores(model, second).SequenceEqual(Scores(loaded, second))}");
        var packed = Packed(path, model, second);
        Console.WriteLine($"packed: {packed.SequenceEqual(Column<float>(model, second, "Score"))}");
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

    private static IEnumerable<float> Scores(ITransformer model, IDataView rows) =>
        Column<float>(model, rows, "Score").Concat(Column<float[]>(model, rows, "ReviewScore").SelectMany(row => row));

    // The network alone, of the features that the steps before it gave.
    private static IEnumerable<float> Packed(string path, ITransformer model, IDataView rows)
    {
        var network = PackedNetwork.Load(path);
        var score = new float[1];
        foreach (var features in Column<float[]>(model, rows, "Features"))
        {
            network.Predict(features, score);
            yield return score[0];
        }
    }

    private static IEnumerable<T> Column<T>(ITransformer model, IDataView rows, string name) =>
        model.Transform(rows).GetColumn<T>(name);
}
