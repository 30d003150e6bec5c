using Larq.ModelBuilder.Pipelines;
using Microsoft.ML;
using Microsoft.ML.Larq.Training;

namespace Larq.ModelBuilder.Running;

/// <summary>Trains a network for each of several parts of the rows, tested on that part.</summary>
internal sealed class CrossValidation(RunRequest request, RunFeed feed)
{
    /// <summary>Tells each fold; a fold that is stopped is not told.</summary>
    public void Run(CancellationToken stop)
    {
        var recipe = request.Recipe;
        var pipeline = new Pipeline(recipe);
        var mlContext = new MLContext(recipe.Seed);
        var data = pipeline.Load(mlContext, request.Resolve(recipe.DataSet));
        var judge = new Judge(pipeline);
        var folds = mlContext.Data.CrossValidationSplit(data, request.Folds, seed: recipe.Seed);
        foreach (var (number, fold) in folds.Index())
        {
            feed.Publish(new StageBegun($"Cross-validation, fold {number + 1} of {request.Folds}"));
            try
            {
                var model = pipeline.Whole(mlContext, options =>
                {
                    options.CancellationToken = stop;
                    options.OnCancellation = CancellationBehavior.Throw;
                }).Fit(fold.TrainSet);
                feed.Publish(new FoldScored(number + 1, request.Folds, judge.Of(model, fold.TestSet)));
                (model as IDisposable)?.Dispose();
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
