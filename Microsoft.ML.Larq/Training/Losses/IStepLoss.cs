using Microsoft.ML.Larq.Clusters.Wires;
using Microsoft.ML.Larq.Training.Data;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Losses;

/// <summary>The loss that the steps of a training follow.</summary>
internal interface IStepLoss
{
    /// <summary>The loss against the labels alone, as training weighs it.</summary>
    TrainingLoss OfLabels { get; }

    /// <summary>The name under which that is reported.</summary>
    string NameOfLabels { get; }

    /// <summary>Each part's mean over the epoch's rows so far, unweighted; none where there is one part.</summary>
    IEnumerable<KeyValuePair<string, double>> Values { get; }

    /// <summary>Makes the parts' sums those of all ranks' rows.</summary>
    void Share(Ranks ranks);

    /// <summary>Begins an epoch.</summary>
    void Reset();

    /// <summary>The network's outputs for a batch, and the loss; the caller's dispose scope owns them.</summary>
    (Tensor Output, Tensor Loss) Of(Batch batch);
}
