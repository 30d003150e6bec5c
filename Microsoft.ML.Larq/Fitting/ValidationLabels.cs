using Microsoft.ML.Data;
using Microsoft.ML.Larq.Hosting;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Fitting;

/// <summary>Brings a validation set's label to what the training label is.</summary>
internal static class ValidationLabels
{
    private const string Relabelled = " OneVersusAll and PairwiseCoupling make two classes of the training rows' label "
        + "only; there leave ValidationSet out and hold rows out with option ValidationFraction.";

    /// <summary>The set itself, or with its label mapped to keys by the training label's key values.</summary>
    /// <exception cref="ArgumentException">The label is of a type that cannot be matched.</exception>
    public static IDataView Match(MLContext context, IDataView data, string name, LabelTarget target)
    {
        var type = SchemaColumns.Find(data.Schema, name, "validation label").Type;
        if (target.Task != LearningTask.MulticlassClassification)
        {
            var isBinary = target.Task == LearningTask.BinaryClassification;
            if (type == NumberDataViewType.Single || (isBinary && type is BooleanDataViewType)) return data;
            var wanted = isBinary ? "Boolean or Single" : "Single";
            throw new ArgumentException(
                $"Option ValidationSet: label column '{name}' must be {wanted}, as "
                + $"the training rows' is for {target.Task}, got {type}."
                + (isBinary && type is KeyDataViewType ? Relabelled : ""));
        }

        var keys = KeyValues.Read(data.Schema[name]);
        if (target.Names is { } names)
        {
            var isValue = type.Equals(names.ItemType);
            if (keys is not null && keys.ItemType.Equals(names.ItemType))
            {
                if (keys.Names.SequenceEqual(names.Names)) return data;

                // The same class may have another key there: keys are matched by their values.
                data = context.Transforms.Conversion.MapKeyToValue(name).Fit(data).Transform(data);
                isValue = true;
            }

            if (isValue)
            {
                return context.Transforms.Conversion.MapValueToKey(name, keyData: names.ToDataView(context))
                    .Fit(data).Transform(data);
            }
        }

        var isAnonymous = keys is null || target.Names is null;
        if (isAnonymous && type is KeyDataViewType key && key.Count == (ulong)target.Classes) return data;
        var values = target.Names is null ? "" : $", or the classes' own values ({target.Names.ItemType})";
        throw new ArgumentException(
            $"Option ValidationSet: label column '{name}' must be a key of {target.Classes} classes{values}, got "
            + $"{type}.");
    }
}
