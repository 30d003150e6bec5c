using Microsoft.ML.Larq.Tensors;
using Microsoft.ML.Larq.Training.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training;

/// <summary>Scores a cache in evaluation mode: every row once, sums added over all batches.</summary>
internal sealed class Evaluation(NetworkModule network, TrainingSettings settings, RowCache rows, Device device)
{
    private readonly BatchFeed _feed = new(
        rows, Math.Min(settings.BatchSize, BatchFeed.MostRows(rows.Features)), settings.Labels, device);
    private readonly TaskMetric _metric = TaskMetric.For(settings.Task);

    public Tally Run()
    {
        network.eval();
        using var noGrad = no_grad();
        var tally = default(Tally);
        for (var batch = 0; batch < _feed.Batches; batch++)
        {
            settings.CheckAlive();
            using var scope = NewDisposeScope();
            var (features, labels) = _feed[batch];
            var output = network.call(features);
            var counted = _metric.Count(output, labels);
            tally += counted with { Loss = settings.Loss.Mean(output, labels).Value() * counted.Rows };
        }

        return tally;
    }
}
