using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Hosting;

/// <summary>The annotations of one set of score columns; what belongs together carries one set number.</summary>
internal sealed class ScoreAnnotations(LearningTask task, uint set, KeyValues? names)
{
    public const string KeyValues = AnnotationUtils.Kinds.KeyValues;

    /// <summary>One above the largest set number among the columns of a schema.</summary>
    public static uint NextSet(DataViewSchema schema)
        => checked(schema.GetMaxAnnotationKind(out _, AnnotationUtils.Kinds.ScoreColumnSetId) + 1);

    public DataViewSchema.Annotations OfPredictedLabel()
    {
        var builder = Start(AnnotationUtils.Const.ScoreValueKind.PredictedLabel);
        if (task is LearningTask.MulticlassClassification) names?.AddTo(builder, KeyValues);
        return builder.ToAnnotations();
    }

    public DataViewSchema.Annotations OfScore()
    {
        var builder = Start(AnnotationUtils.Const.ScoreValueKind.Score);
        if (task is LearningTask.MulticlassClassification && names is not null)
        {
            names.AddTo(builder, AnnotationUtils.Kinds.TrainingLabelValues);
            // Slot names are text; ML.NET leaves them out where the classes are numbers.
            if (names.ItemType is TextDataViewType) names.AddTo(builder, AnnotationUtils.Kinds.SlotNames);
        }

        return builder.ToAnnotations();
    }

    public DataViewSchema.Annotations OfProbability()
    {
        var builder = Start(AnnotationUtils.Const.ScoreValueKind.Probability);
        builder.Add(AnnotationUtils.Kinds.IsNormalized, BooleanDataViewType.Instance, (ref bool value) => value = true);
        return builder.ToAnnotations();
    }

    private DataViewSchema.Annotations.Builder Start(string valueKind)
    {
        var columnKind = task switch
        {
            LearningTask.MulticlassClassification => AnnotationUtils.Const.ScoreColumnKind.MulticlassClassification,
            LearningTask.BinaryClassification => AnnotationUtils.Const.ScoreColumnKind.BinaryClassification,
            LearningTask.Outputs => AnnotationUtils.Const.ScoreColumnKind.MultiOutputRegression,
            _ => AnnotationUtils.Const.ScoreColumnKind.Regression,
        };
        var builder = new DataViewSchema.Annotations.Builder();
        builder.Add(AnnotationUtils.Kinds.ScoreColumnSetId, AnnotationUtils.ScoreColumnSetIdType,
            (ref uint value) => value = set);
        AddText(builder, AnnotationUtils.Kinds.ScoreColumnKind, columnKind);
        AddText(builder, AnnotationUtils.Kinds.ScoreValueKind, valueKind);
        return builder;
    }

    private static void AddText(DataViewSchema.Annotations.Builder builder, string name, string text)
        => builder.Add(name, TextDataViewType.Instance, (ref ReadOnlyMemory<char> value) => value = text.AsMemory());
}
