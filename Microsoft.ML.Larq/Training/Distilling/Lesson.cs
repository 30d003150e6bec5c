using Microsoft.ML.Larq.Progress;
using Microsoft.ML.Larq.Tensors;
using Microsoft.ML.Larq.Training.Losses;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Distilling;

/// <summary>
/// The loss of a training step: that of the labels, and with a teacher LabelWeight·labels + OutputWeight·outputs +
/// AttentionWeight·attention.
/// </summary>
internal sealed class Lesson(NetworkModule student, TrainingSettings settings, TrainingLoss labelLoss, Teacher? teacher)
{
    private readonly string[] _layers = [.. teacher?.Settings.Compared.Select(pair => pair.Student) ?? []];
    private (double Labels, double Outputs, double Attention) _sums;
    private long _rows;

    /// <summary>Each part's mean over the epoch's rows so far, unweighted; none without a teacher.</summary>
    public KeyValuePair<string, double>[] Values => teacher is null
        ? []
        : [
            new(MetricNames.LabelLoss, _sums.Labels / _rows),
            .. teacher.Settings.OutputWeight > 0 ? Named(MetricNames.OutputLoss, _sums.Outputs / _rows) : [],
            .. _layers.Length > 0 ? Named(MetricNames.AttentionLoss, _sums.Attention / _rows) : [],
        ];

    /// <summary>The loss against the labels.</summary>
    public TrainingLoss LabelLoss => labelLoss;

    /// <summary>The name under which that is reported.</summary>
    public string LossName => teacher is null ? MetricNames.Loss : MetricNames.LabelLoss;

    /// <summary>Begins an epoch.</summary>
    public void Reset() => (_sums, _rows) = (default, 0);

    /// <summary>The student's outputs for a batch, and the loss; the caller's dispose scope owns them.</summary>
    public (Tensor Output, Tensor Loss) Give(Tensor features, Tensor labels)
    {
        if (teacher is null)
        {
            var alone = student.call(features);
            return (alone, labelLoss.Mean(alone, labels));
        }

        var lesson = teacher.Settings;
        var wanted = teacher.Answer(features);
        var own = student.Outputs(features, _layers);
        var parts = new List<Tensor>();
        var rows = features.size(0);
        _rows += rows;

        var ofLabels = labelLoss.Mean(own[0], labels);
        _sums.Labels += ofLabels.Value() * rows;
        if (lesson.LabelWeight > 0) parts.Add(ofLabels.Times(lesson.LabelWeight));
        if (lesson.OutputWeight > 0)
        {
            var outputs = OutputLoss.Mean(settings.Task, own[0], Rescaled(wanted[0]), lesson.Temperature);
            _sums.Outputs += outputs.Value() * rows;
            parts.Add(outputs.Times(lesson.OutputWeight));
        }

        if (_layers.Length > 0)
        {
            var attention = lesson.Compared
                .Select((pair, i) => AttentionLoss.Mean(own[i + 1], wanted[i + 1], lesson.AttentionNormalization)
                    .Times(pair.Weight))
                .Aggregate((sum, loss) => sum.Plus(loss)).Times(1.0 / _layers.Length);
            _sums.Attention += attention.Value() * rows;
            parts.Add(attention.Times(lesson.AttentionWeight));
        }

        return (own[0], parts.Aggregate((sum, part) => sum.Plus(part)));
    }

    // From the scale of the teacher's labels to that of the student's.
    private Tensor Rescaled(Tensor outputs)
    {
        var (from, to) = (teacher!.Settings.TeacherLabels, settings.Labels);
        return from == to
            ? outputs
            : outputs.Times((double)from.Deviation / to.Deviation).Plus(((double)from.Mean - to.Mean) / to.Deviation);
    }

    private static KeyValuePair<string, double>[] Named(string name, double value) => [new(name, value)];
}
