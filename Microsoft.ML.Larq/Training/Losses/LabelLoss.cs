using Microsoft.ML.Larq.Clusters.Wires;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Training.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Losses;

/// <summary>The loss against the labels, and nothing beside it.</summary>
/// <param name="network">The network.</param>
/// <param name="loss">The loss, as training weighs it.</param>
internal sealed class LabelLoss(nn.Module<Tensor, Tensor> network, TrainingLoss loss) : IStepLoss
{
    public TrainingLoss OfLabels => loss;

    public string NameOfLabels => MetricNames.Loss;

    public IEnumerable<KeyValuePair<string, double>> Values => [];

    public void Share(Ranks ranks)
    {
    }

    public void Reset()
    {
    }

    public (Tensor Output, Tensor Loss) Of(Batch batch)
    {
        var output = network.call(batch.Features);
        return (output, loss.Of(output, batch));
    }
}
