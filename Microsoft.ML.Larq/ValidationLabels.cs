using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq;

/// <summary>Brings a validation set's label to what the training label is.</summary>
internal static class ValidationLabels
{
    /// <summary>The set itself, or with its label mapped to keys by the training label's key values.</summary>
    /// <exception cref="ArgumentException">The label is of a type that cannot be matched.</exception>
    public static IDataView Match(MLContext context, IDataView data, string name, LabelTarget target)
    {
        var type = Columns.Find(data.Schema, name, "validation label").Type;
        if (target.Task != LearningTask.MulticlassClassification)
        {
            _ = LabelTarget.Of(data.Schema, name, target.Task);
            return data;
        }

        if (type is KeyDataViewType key && key.Count == (ulong)target.Classes) return data;
        if (target.Names is { } names && type.Equals(names.ItemType))
        {
            return context.Transforms.Conversion.MapValueToKey(name, keyData: names.ToDataView(context))
                .Fit(data).Transform(data);
        }

        var values = target.Names is null ? "" : $", or the classes' own values ({target.Names.ItemType})";
        throw new ArgumentException(
            $"Option ValidationSet: label column '{name}' must be a key of {target.Classes} classes{values}, got {type}.");
    }
}
