using Microsoft.ML;

namespace WebApi;

/// <summary>A model of one of ML.NET's own trainers on the same digits, for measure.sh to serve beside ours.</summary>
internal static class LinearModel
{
    public static int Train(string path)
    {
        var mlContext = new MLContext(seed: 1);
        var data = mlContext.Data.LoadFromTextFile<Digit>(
            Path.Combine(AppContext.BaseDirectory, "digits.csv"), separatorChar: ',');
        var split = mlContext.Data.TrainTestSplit(data, testFraction: 0.2, seed: 1);
        var model = mlContext.Transforms.Conversion.MapValueToKey("Label")
            .Append(mlContext.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", nameof(Digit.Pixels)))
            .Append(mlContext.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(split.TrainSet);
        var metrics = mlContext.MulticlassClassification.Evaluate(model.Transform(split.TestSet));
        Console.WriteLine($"LbfgsMaximumEntropy, accuracy {metrics.MicroAccuracy:P2}: {path}");
        mlContext.Model.Save(model, split.TrainSet.Schema, path);
        return 0;
    }
}
