using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Hosting;

/// <summary>
/// The output columns of a trained model, in the shape and with the annotations that ML.NET's own trainers give theirs,
/// so that evaluators, calibrators and MapKeyToValue find what they look for.
/// </summary>
internal static class ScoreColumns
{
    public const string PredictedLabel = "PredictedLabel";
    public const string Score = "Score";
    public const string Probability = "Probability";

    /// <summary>The columns that an estimator promises before it sees data; only classes depend on the label.</summary>
    public static IReadOnlyList<SchemaShape.Column> ShapesFor(LearningTask task, SchemaShape.Column label)
    {
        var plain = AnnotationUtils.GetTrainerOutputAnnotation().ToArray();
        return task switch
        {
            LearningTask.MulticlassClassification =>
            [
                SchemaColumns.Scalar(PredictedLabel, NumberDataViewType.UInt32, isKey: true,
                    label.Annotations.Where(column => column.Name == ScoreAnnotations.KeyValues).Concat(plain)),
                SchemaColumns.Vector(Score, NumberDataViewType.Single,
                    annotations: AnnotationUtils.AnnotationsForMulticlassScoreColumn(label)),
            ],
            LearningTask.BinaryClassification =>
            [
                SchemaColumns.Scalar(PredictedLabel, BooleanDataViewType.Instance, annotations: plain),
                SchemaColumns.Scalar(Score, NumberDataViewType.Single, annotations: plain),
                SchemaColumns.Scalar(Probability, NumberDataViewType.Single,
                    annotations: AnnotationUtils.GetTrainerOutputAnnotation(isNormalized: true)),
            ],
            LearningTask.Regression => [SchemaColumns.Scalar(Score, NumberDataViewType.Single, annotations: plain)],
            LearningTask.Outputs => [SchemaColumns.Vector(Score, NumberDataViewType.Single, annotations: plain)],
            _ => throw Unknown(task),
        };
    }

    /// <summary>
    /// What a transformer adds to <paramref name="input"/>. Needs nothing of the training data but the number of
    /// <paramref name="classes"/>, or of outputs for <see cref="LearningTask.Outputs"/>, and the classes'
    /// <paramref name="names"/>, null where the label key has none.
    /// </summary>
    public static IReadOnlyList<DataViewSchema.DetachedColumn> ColumnsFor(
        LearningTask task, DataViewSchema input, int classes = 0, KeyValues? names = null)
    {
        var annotations = new ScoreAnnotations(task, ScoreAnnotations.NextSet(input), names);
        if (task is LearningTask.MulticlassClassification && names is not null && names.Count != classes)
            throw new ArgumentException($"{classes} classes were given {names.Count} names.", nameof(names));
        return task switch
        {
            LearningTask.MulticlassClassification =>
            [
                new(PredictedLabel, new KeyDataViewType(typeof(uint), classes), annotations.OfPredictedLabel()),
                new(Score, new VectorDataViewType(NumberDataViewType.Single, classes), annotations.OfScore()),
            ],
            LearningTask.BinaryClassification =>
            [
                new(PredictedLabel, BooleanDataViewType.Instance, annotations.OfPredictedLabel()),
                new(Score, NumberDataViewType.Single, annotations.OfScore()),
                new(Probability, NumberDataViewType.Single, annotations.OfProbability()),
            ],
            LearningTask.Regression => [new(Score, NumberDataViewType.Single, annotations.OfScore())],
            LearningTask.Outputs =>
                [new(Score, new VectorDataViewType(NumberDataViewType.Single, classes), annotations.OfScore())],
            _ => throw Unknown(task),
        };
    }

    private static ArgumentOutOfRangeException Unknown(LearningTask task)
        => new(nameof(task), task, $"A task is {string.Join(", ", Enum.GetNames<LearningTask>())}.");
}
