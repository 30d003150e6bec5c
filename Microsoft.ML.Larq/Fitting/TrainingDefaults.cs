using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Training;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>What options say that nobody set: for the default network of a vector by its rows.</summary>
internal static class TrainingDefaults
{
    // Of more signs than this, as of texts, few rows are soon learned by heart, by the body above all.
    private const int WideSigns = 2_000;
    private const float WideRate = 0.001f;

    /// <summary>The options with every value in place.</summary>
    /// <param name="options">The options.</param>
    /// <param name="definition">The network.</param>
    /// <param name="rows">Rows that it is trained on.</param>
    /// <param name="task">What is learned of them.</param>
    public static BinarizedNetworkTrainer.Options Complete(
        BinarizedNetworkTrainer.Options options, NetworkDefinition definition, int rows, LearningTask task)
    {
        var isDefault = options.Network is null && definition.InputShape.Rank == 1;
        return options.Completed(
            isDefault ? OfVector(options, definition, rows, task) : new TrainingChoices());
    }

    // Few rows need many passes for as many steps, numbers fewer than classes: their noise is soon learned by heart.
    // Many rows need no more than a few passes.
    private static TrainingChoices OfVector(
        BinarizedNetworkTrainer.Options options, NetworkDefinition definition, int rows, LearningTask task)
    {
        var path = definition.Layers.FirstOrDefault(IsPath);
        var isWide = rows < DefaultNetworks.FewRows && path?.InputShapes[0].Size > WideSigns;
        var steps = task == LearningTask.Regression ? 300L : isWide ? 600L : 2_000L;
        var batch = options.BatchSize ?? Batch(rows);
        return new TrainingChoices
        {
            BatchSize = batch,
            Epochs = rows < DefaultNetworks.FewRows
                ? (int)Math.Clamp(steps * batch / rows, 15, 200)
                : Math.Clamp(2_000_000 / rows, 10, 30),
            Optimizer = path is null ? new TrainingChoices().Optimizer
                : isWide ? WithPath(WideRate * Share(batch, rows), Optimize.Adam(Schedule.Cosine(WideRate)))
                : WithPath(
                    PathRate(path.InputShapes[0].Size, rows) * Share(batch, rows), new TrainingChoices().Optimizer),
        };
    }

    private static float Share(int batch, int rows) => Math.Min(1f, (float)batch / Batch(rows));

    private static bool IsPath(Layer layer) => layer.Name == DefaultNetworks.PathName
        && layer.Kind is DenseLayer { Trainable: true, Kernel.Quantizer: null };

    private static int Batch(int rows) => rows < DefaultNetworks.FewRows ? 32 : 64;

    // A step of Adam moves each of the path's weights by the rate, and what it gives by that for each sign; smaller
    // batches say less and make more steps.
    private static float PathRate(int signs, int rows) =>
        rows < DefaultNetworks.FewRows ? Math.Min(0.002f, 0.5f / signs) : Math.Min(0.05f, 8f / signs);

    private static OptimizerSpec WithPath(float rate, OptimizerSpec body) => Optimize.Case(
        body,
        (DefaultNetworks.PathName, weight => weight.Layer == DefaultNetworks.PathName,
            Optimize.Adam(Schedule.Cosine(rate))));
}
