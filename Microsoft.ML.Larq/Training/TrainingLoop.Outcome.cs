using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training;

/// <content>What training promised of the weights that it ended with, and what they do.</content>
internal sealed partial class TrainingLoop
{
    private bool _isAnotherEpochs;

    /// <summary>
    /// The training loss against the labels that was reported for the present weights: that of the last epoch, or the
    /// largest of all where the weights may be another epoch's. NaN where none was reported.
    /// </summary>
    public double ReportedLoss
    {
        get
        {
            var losses = _history.Select(epoch => epoch[_lesson.LossName])
                .Where(loss => !double.IsNaN(loss)).DefaultIfEmpty(double.NaN).ToArray();
            return _isAnotherEpochs ? losses.Max() : losses[^1];
        }
    }

    /// <summary>Each row's loss against its label, as training weighs it.</summary>
    /// <param name="outputs">The network's outputs for the rows.</param>
    /// <param name="labels">The rows' labels, not yet scaled.</param>
    public float[] LabelLosses(float[] outputs, ReadOnlySpan<float> labels)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var scaled = new float[labels.Length];
        for (var i = 0; i < labels.Length; i++) scaled[i] = _settings.Labels.Scaled(labels[i]);
        var shape = new long[] { labels.Length, outputs.Length / labels.Length };
        var losses = _lesson.LabelLoss.Each(tensor(outputs, shape, device: CPU), tensor(scaled, device: CPU));
        return losses.contiguous().Elements<float>().ToArray();
    }
}
