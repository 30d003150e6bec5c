using Microsoft.ML.Larq.Clusters.Wires;
using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Tensors;
using Microsoft.ML.Larq.Training.Data;
using Microsoft.ML.Larq.Training.Losses;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Distilling;

/// <summary>
/// The loss with a teacher: LabelWeight·labels + OutputWeight·outputs + AttentionWeight·attention.
/// </summary>
/// <param name="student">The network in training.</param>
/// <param name="teacher">The network that teaches it.</param>
/// <param name="ofLabels">The loss against the labels, as training weighs it.</param>
/// <param name="task">What both learned.</param>
/// <param name="scale">The scale of the student's labels.</param>
internal sealed class TeacherLoss(
    NetworkModule student, Teacher teacher, TrainingLoss ofLabels, LearningTask task, LabelScale scale) : IStepLoss
{
    private readonly string[] _layers = [.. teacher.Settings.Compared.Select(pair => pair.Student)];
    private (double Labels, double Outputs, double Attention) _sums;
    private long _rows;

    public TrainingLoss OfLabels => ofLabels;

    public string NameOfLabels => MetricNames.LabelLoss;

    public IEnumerable<KeyValuePair<string, double>> Values =>
    [
        new(MetricNames.LabelLoss, _sums.Labels / _rows),
        .. teacher.Settings.OutputWeight > 0 ? Named(MetricNames.OutputLoss, _sums.Outputs / _rows) : [],
        .. _layers.Length > 0 ? Named(MetricNames.AttentionLoss, _sums.Attention / _rows) : [],
    ];

    public void Share(Ranks ranks)
    {
        Span<double> sums = [_sums.Labels, _sums.Outputs, _sums.Attention, _rows];
        ranks.Sum(sums);
        (_sums, _rows) = ((sums[0], sums[1], sums[2]), (long)sums[3]);
    }

    public void Reset() => (_sums, _rows) = (default, 0);

    public (Tensor Output, Tensor Loss) Of(Batch batch)
    {
        var settings = teacher.Settings;
        var wanted = teacher.Answer(batch.Features);
        var own = student.Outputs(batch.Features, _layers);
        var parts = new List<Tensor>();
        var rows = batch.Rows;
        _rows += rows;

        var labelLoss = ofLabels.Of(own[0], batch);
        _sums.Labels += labelLoss.Value() * rows;
        if (settings.LabelWeight > 0) parts.Add(labelLoss.Times(settings.LabelWeight));
        if (settings.OutputWeight > 0)
        {
            var outputs = batch.Weights is null
                ? OutputLoss.Mean(task, own[0], Rescaled(wanted[0]), settings.Temperature)
                : batch.Mean(OutputLoss.Each(task, own[0], Rescaled(wanted[0]), settings.Temperature));
            _sums.Outputs += outputs.Value() * rows;
            parts.Add(outputs.Times(settings.OutputWeight));
        }

        if (_layers.Length > 0)
        {
            var attention = settings.Compared
                .Select((pair, i) => Attention(batch, own[i + 1], wanted[i + 1]).Times(pair.Weight))
                .Aggregate((sum, loss) => sum.Plus(loss)).Times(1.0 / _layers.Length);
            _sums.Attention += attention.Value() * rows;
            parts.Add(attention.Times(settings.AttentionWeight));
        }

        return (own[0], parts.Aggregate((sum, part) => sum.Plus(part)));
    }

    private Tensor Attention(Batch batch, Tensor own, Tensor wanted) => batch.Weights is null
        ? AttentionLoss.Mean(own, wanted, teacher.Settings.AttentionNormalization)
        : batch.Mean(AttentionLoss.Each(own, wanted, teacher.Settings.AttentionNormalization));

    // From the scale of the teacher's labels to that of the student's.
    private Tensor Rescaled(Tensor outputs)
    {
        var from = teacher.Settings.TeacherLabels;
        return from == scale
            ? outputs
            : outputs.Times(from.Deviation / scale.Unit)
                .Plus(((double)from.Mean - scale.Mean) / scale.Unit);
    }

    private static KeyValuePair<string, double>[] Named(string name, double value) => [new(name, value)];
}
