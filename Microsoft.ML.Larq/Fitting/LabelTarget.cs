using Microsoft.ML.Data;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>What the network is to predict: the task, how many classes there are, and what they are called.</summary>
/// <param name="Task">The task.</param>
/// <param name="Classes">Classes of a multiclass task, 0 otherwise.</param>
/// <param name="Names">The classes' original values; null where the label key has none.</param>
internal sealed record LabelTarget(LearningTask Task, int Classes, KeyValues? Names)
{
    /// <summary>Outputs that the network must have.</summary>
    public int Outputs => Task == LearningTask.MulticlassClassification ? Classes : 1;

    /// <summary>What is learned, for people.</summary>
    public string InWords => Task switch
    {
        LearningTask.MulticlassClassification => $"{Classes} classes",
        LearningTask.BinaryClassification => "false and true",
        _ => "a number",
    };

    /// <summary>How many classes the labels count, two of a binary task; 0 where they are numbers.</summary>
    public int LabelClasses => Task == LearningTask.BinaryClassification ? 2 : Classes;

    /// <summary>
    /// Reads the target from the label column's type; an explicit task overrides where the type allows it.
    /// </summary>
    /// <exception cref="ArgumentException">The column is absent, or its type does not serve the task.</exception>
    public static LabelTarget Of(
        DataViewSchema schema, string name, LearningTask? wanted, LearningTask? catalog = null,
        string? where = null)
    {
        var column = SchemaColumns.Find(schema, name, "label", where);
        var isKey = column.Type is KeyDataViewType;
        var task = TaskOf(
            name, column.Type.ToString()!, isKey, column.Type is BooleanDataViewType,
            column.Type == NumberDataViewType.Single, wanted, catalog);
        if (task != LearningTask.MulticlassClassification) return new LabelTarget(task, 0, null);
        var count = ((KeyDataViewType)column.Type).Count;
        if (count is 0 or > int.MaxValue)
            throw new ArgumentException(
                $"Label column '{name}' must be a key of known, countable classes, got {column.Type}.");
        if (count == 1)
        {
            throw new ArgumentException(
                $"Label column '{name}' must have at least two classes, got a key of one ({column.Type}).");
        }

        return new LabelTarget(task, (int)count, KeyValues.Read(column));
    }

    /// <summary>The task that a label's type means.</summary>
    /// <param name="name">The column.</param>
    /// <param name="type">Its type in words.</param>
    /// <param name="isKey">Whether it is a key.</param>
    /// <param name="isBoolean">Whether it is a Boolean.</param>
    /// <param name="isSingle">Whether it is a number of single precision.</param>
    /// <param name="wanted">Option Task.</param>
    /// <param name="catalog">The task of the catalog that the trainer was taken from; null for Larq's own.</param>
    /// <exception cref="ArgumentException">The type does not serve the task.</exception>
    public static LearningTask TaskOf(
        string name, string type, bool isKey, bool isBoolean, bool isSingle, LearningTask? wanted,
        LearningTask? catalog = null)
    {
        var isOfTask = catalog switch
        {
            LearningTask.MulticlassClassification => isKey,
            LearningTask.BinaryClassification => isBoolean || (isSingle && wanted == catalog),
            LearningTask.Regression => isSingle,
            _ => true,
        };
        if (!isOfTask)
        {
            throw new ArgumentException(
                $"Label column '{name}' must be {Wanted(catalog!.Value)} for mlContext.{catalog}.Trainers.BinaryNet, "
                + $"got {type}.");
        }

        LearningTask[] possible = isKey ? [LearningTask.MulticlassClassification]
            : isBoolean ? [LearningTask.BinaryClassification]
            : isSingle ? [LearningTask.Regression, LearningTask.BinaryClassification]
            : throw new ArgumentException(
                $"Label column '{name}' must be a key (multiclass; Conversion.MapValueToKey makes one), Boolean "
                + $"(binary) or Single (regression), got {type}.");
        if (wanted is not { } task) return possible[0];
        return possible.Contains(task)
            ? task
            : throw new ArgumentException(
                $"Option Task is {task}, for which label column '{name}' of type {type} cannot serve; "
                + $"it can for {string.Join(" and ", possible)}.");
    }

    private static string Wanted(LearningTask task) => task switch
    {
        LearningTask.MulticlassClassification => "a key (Conversion.MapValueToKey makes one)",
        LearningTask.BinaryClassification => "Boolean (Conversion.ConvertType makes one)",
        _ => "Single (Conversion.ConvertType makes one)",
    };
}
