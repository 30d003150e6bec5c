using Microsoft.ML;
using Microsoft.ML.Larq.Networks;

namespace Tables;

/// <summary>A trainer with its defaults.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Trainer">Makes it for a task.</param>
internal sealed record Contender(string Name, Func<MLContext, LearningTask, IEstimator<ITransformer>> Trainer)
{
    public static Contender[] All { get; } =
    [
        new("BinaryNet", (mlContext, _) => mlContext.Larq().BinaryNet()),
        new("LightGBM", (mlContext, task) => task switch
        {
            LearningTask.MulticlassClassification => mlContext.MulticlassClassification.Trainers.LightGbm(),
            LearningTask.BinaryClassification => mlContext.BinaryClassification.Trainers.LightGbm(),
            _ => mlContext.Regression.Trainers.LightGbm(),
        }),
        new("FastTree", (mlContext, task) => task switch
        {
            LearningTask.MulticlassClassification => mlContext.MulticlassClassification.Trainers.OneVersusAll(
                mlContext.BinaryClassification.Trainers.FastTree()),
            LearningTask.BinaryClassification => mlContext.BinaryClassification.Trainers.FastTree(),
            _ => mlContext.Regression.Trainers.FastTree(),
        }),
    ];
}
