using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Hosting;

/// <summary>
/// The output columns of a trained model, in the shape and with the annotations that ML.NET's own trainers give theirs,
/// so that evaluators, calibrators and MapKeyToValue find what they look for.
/// </summary>
internal static class ScoreColumns
{
    /// <summary>The columns that an estimator promises before it sees data; only classes depend on the label.</summary>
    public static IReadOnlyList<SchemaShape.Column> ShapesFor(
        LearningTask task, SchemaShape.Column label, ScoreNames? called = null)
    {
        var (score, probability, predicted) = called ?? ScoreNames.Default;
        var plain = AnnotationUtils.GetTrainerOutputAnnotation().ToArray();
        return task switch
        {
            LearningTask.MulticlassClassification =>
            [
                SchemaColumns.Scalar(predicted, NumberDataViewType.UInt32, isKey: true,
                    label.Annotations.Where(column => column.Name == ScoreAnnotations.KeyValues).Concat(plain)),
                SchemaColumns.Vector(score, NumberDataViewType.Single,
                    annotations: AnnotationUtils.AnnotationsForMulticlassScoreColumn(label)),
            ],
            LearningTask.BinaryClassification =>
            [
                SchemaColumns.Scalar(predicted, BooleanDataViewType.Instance, annotations: plain),
                SchemaColumns.Scalar(score, NumberDataViewType.Single, annotations: plain),
                SchemaColumns.Scalar(probability, NumberDataViewType.Single,
                    annotations: AnnotationUtils.GetTrainerOutputAnnotation(isNormalized: true)),
            ],
            LearningTask.Regression => [SchemaColumns.Scalar(score, NumberDataViewType.Single, annotations: plain)],
            LearningTask.Outputs => [SchemaColumns.Vector(score, NumberDataViewType.Single, annotations: plain)],
            _ => throw Unknown(task),
        };
    }

    /// <summary>
    /// What a transformer adds to <paramref name="input"/>. Needs nothing of the training data but the number of
    /// <paramref name="classes"/>, or of outputs for <see cref="LearningTask.Outputs"/>, and the classes'
    /// <paramref name="names"/>, null where the label key has none; <paramref name="called"/> are the columns, null for
    /// ML.NET's names.
    /// </summary>
    public static IReadOnlyList<DataViewSchema.DetachedColumn> ColumnsFor(
        LearningTask task, DataViewSchema input, int classes = 0, KeyValues? names = null,
        ScoreNames? called = null)
    {
        var (score, probability, predicted) = called ?? ScoreNames.Default;
        var annotations = new ScoreAnnotations(task, ScoreAnnotations.NextSet(input), names);
        if (task is LearningTask.MulticlassClassification && names is not null && names.Count != classes)
            throw new ArgumentException($"{classes} classes were given {names.Count} names.", nameof(names));
        return task switch
        {
            LearningTask.MulticlassClassification =>
            [
                new(predicted, new KeyDataViewType(typeof(uint), classes), annotations.OfPredictedLabel()),
                new(score, new VectorDataViewType(NumberDataViewType.Single, classes), annotations.OfScore()),
            ],
            LearningTask.BinaryClassification =>
            [
                new(predicted, BooleanDataViewType.Instance, annotations.OfPredictedLabel()),
                new(score, NumberDataViewType.Single, annotations.OfScore()),
                new(probability, NumberDataViewType.Single, annotations.OfProbability()),
            ],
            LearningTask.Regression => [new(score, NumberDataViewType.Single, annotations.OfScore())],
            LearningTask.Outputs =>
                [new(score, new VectorDataViewType(NumberDataViewType.Single, classes), annotations.OfScore())],
            _ => throw Unknown(task),
        };
    }

    private static ArgumentOutOfRangeException Unknown(LearningTask task)
        => new(nameof(task), task, $"A task is {string.Join(", ", Enum.GetNames<LearningTask>())}.");
}
