using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Training;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>What options say that nobody set: for the default network of a vector by its rows.</summary>
internal static class TrainingDefaults
{
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
        var steps = task == LearningTask.Regression ? 300L : 2_000L;
        var batch = options.BatchSize ?? Batch(rows);
        return new TrainingChoices
        {
            BatchSize = batch,
            Epochs = rows < DefaultNetworks.FewRows
                ? (int)Math.Clamp(steps * batch / rows, 15, 200)
                : Math.Clamp(2_000_000 / rows, 10, 30),
            Optimizer = definition.Layers.FirstOrDefault(IsPath) is { } path
                ? WithPath(PathRate(path.InputShapes[0].Size, rows) * Math.Min(1f, (float)batch / Batch(rows)))
                : new TrainingChoices().Optimizer,
        };
    }

    private static bool IsPath(Layer layer) => layer.Name == DefaultNetworks.PathName
        && layer.Kind is DenseLayer { Trainable: true, Kernel.Quantizer: null };

    private static int Batch(int rows) => rows < DefaultNetworks.FewRows ? 32 : 64;

    // A step of Adam moves each of the path's weights by the rate, and what it gives by that for each sign; smaller
    // batches say less and make more steps.
    private static float PathRate(int signs, int rows) =>
        rows < DefaultNetworks.FewRows ? Math.Min(0.002f, 0.5f / signs) : Math.Min(0.05f, 8f / signs);

    private static OptimizerSpec WithPath(float rate) => Optimize.Case(
        new TrainingChoices().Optimizer,
        (DefaultNetworks.PathName, weight => weight.Layer == DefaultNetworks.PathName,
            Optimize.Adam(Schedule.Cosine(rate))));
}
