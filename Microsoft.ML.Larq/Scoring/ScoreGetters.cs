using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Scoring;

/// <summary>The scores of the row that a reader stands on.</summary>
internal delegate ReadOnlySpan<float> CurrentScores();

/// <summary>Getters of the columns that a model adds.</summary>
internal static class ScoreGetters
{
    /// <summary>The getter of a column, by its default name and the task.</summary>
    public static Delegate Create(string column, LearningTask task, CurrentScores scores) => (column, task) switch
    {
        ("Score", LearningTask.MulticlassClassification or LearningTask.Outputs) =>
            (ValueGetter<VBuffer<float>>)((ref VBuffer<float> value) =>
            {
                var current = scores();
                var editor = VBufferEditor.Create(ref value, current.Length);
                current.CopyTo(editor.Values);
                value = editor.Commit();
            }),
        ("Score", _) => (ValueGetter<float>)((ref float value) => value = scores()[0]),
        ("Probability", LearningTask.BinaryClassification) =>
            (ValueGetter<float>)((ref float value) => value = ScoringPlan.Sigmoid(scores()[0])),
        ("PredictedLabel", LearningTask.MulticlassClassification) =>
            (ValueGetter<uint>)((ref uint value) => value = ScoringPlan.KeyOf(scores())),
        ("PredictedLabel", LearningTask.BinaryClassification) =>
            (ValueGetter<bool>)((ref bool value) => value = scores()[0] > 0),
        _ => throw new ArgumentException($"A model of {task} adds no column '{column}'.", nameof(column)),
    };

    /// <summary>The getter as the type that the caller wants.</summary>
    /// <exception cref="InvalidOperationException">The column has another type.</exception>
    public static ValueGetter<TValue> Typed<TValue>(Delegate getter, DataViewSchema.Column column) =>
        getter as ValueGetter<TValue> ?? throw new InvalidOperationException(
            $"Column '{column.Name}' is {column.Type} and is read as {column.Type.RawType}, got {typeof(TValue)}.");
}
