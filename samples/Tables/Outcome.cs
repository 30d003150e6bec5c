using System.Diagnostics;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;

namespace Tables;

/// <summary>What a contender did in one fold.</summary>
/// <param name="Score">Accuracy, or R² of numbers.</param>
/// <param name="Auc">Area under the ROC curve of two classes; NaN elsewhere.</param>
/// <param name="LogLoss">In nats; NaN of numbers.</param>
/// <param name="Bytes">Of the trained transformer's file, without what makes the features.</param>
/// <param name="FitSeconds">Of the processor, in training.</param>
/// <param name="RowsPerSecond">Of the processor, in scoring.</param>
internal sealed record Outcome(
    double Score, double Auc, double LogLoss, double Bytes, double FitSeconds, double RowsPerSecond)
{
    public static Outcome Of(
        MLContext mlContext, LearningTask task, IEstimator<ITransformer> trainer, IDataView training, IDataView test)
    {
        var (model, fit) = Timed(() => trainer.Fit(training));
        using var file = new MemoryStream();
        mlContext.Model.Save(model, training.Schema, file);
        var scored = model.Transform(test);
        var (rows, scoring) = Timed(() => Read(scored, task));
        var (score, auc, loss) = Judge(mlContext, task, scored);
        (model as IDisposable)?.Dispose();
        return new Outcome(score, auc, loss, file.Length, fit, rows / Math.Max(scoring, 1e-3));
    }

    public static Outcome Mean(IReadOnlyCollection<Outcome> folds) => new(
        folds.Average(fold => fold.Score), folds.Average(fold => fold.Auc), folds.Average(fold => fold.LogLoss),
        folds.Average(fold => fold.Bytes), folds.Skip(1).Average(fold => fold.FitSeconds),
        folds.Average(fold => fold.RowsPerSecond));

    private static long Read(IDataView scored, LearningTask task) => task == LearningTask.MulticlassClassification
        ? scored.GetColumn<float[]>("Score").LongCount()
        : scored.GetColumn<float>("Score").LongCount();

    private static (double Score, double Auc, double LogLoss) Judge(
        MLContext mlContext, LearningTask task, IDataView scored)
    {
        switch (task)
        {
            case LearningTask.MulticlassClassification:
                var classes = mlContext.MulticlassClassification.Evaluate(scored);
                return (classes.MicroAccuracy, double.NaN, classes.LogLoss);
            case LearningTask.BinaryClassification:
                var two = mlContext.BinaryClassification.Evaluate(scored);
                return (two.Accuracy, two.AreaUnderRocCurve, two.LogLoss * Math.Log(2));
            default:
                return (mlContext.Regression.Evaluate(scored).RSquared, double.NaN, double.NaN);
        }
    }

    private static (T Result, double Seconds) Timed<T>(Func<T> work)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        var result = work();
        process.Refresh();
        return (result, (process.TotalProcessorTime - before).TotalSeconds);
    }
}
