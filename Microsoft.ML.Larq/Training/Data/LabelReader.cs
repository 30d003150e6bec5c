using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Training.Data;

/// <summary>
/// Reads a label column as one number a row: class index from 0, 0 or 1, or the value; null where it is missing.
/// </summary>
internal sealed class LabelReader(string column, LearningTask task)
{
    public string Column => column;

    /// <summary>Gives the label of the cursor's current row; the argument is that row's number, for errors.</summary>
    public Func<long, float?> Getter(DataViewRow cursor)
    {
        var label = cursor.Schema[column];
        switch (label.Type)
        {
            case BooleanDataViewType:
                var getFlag = cursor.GetGetter<bool>(label);
                return _ =>
                {
                    var flag = false;
                    getFlag(ref flag);
                    return flag ? 1f : 0f;
                };
            case KeyDataViewType key:
                return Keys(cursor, label, key);
            default:
                var getNumber = cursor.GetGetter<float>(label);
                return row =>
                {
                    var number = 0f;
                    getNumber(ref number);
                    return float.IsNaN(number) ? null : Checked(number, row);
                };
        }
    }

    private static Func<long, float?> Keys(DataViewRow cursor, DataViewSchema.Column label, KeyDataViewType key)
    {
        // A key's raw value is 0 where it is missing, otherwise the class index plus 1.
        if (key.RawType == typeof(uint)) return Raw<uint>(cursor, label, value => value);
        if (key.RawType == typeof(byte)) return Raw<byte>(cursor, label, value => value);
        if (key.RawType == typeof(ushort)) return Raw<ushort>(cursor, label, value => value);
        return Raw<ulong>(cursor, label, value => value);
    }

    private static Func<long, float?> Raw<T>(DataViewRow cursor, DataViewSchema.Column label, Func<T, ulong> widen)
        where T : struct
    {
        var get = cursor.GetGetter<T>(label);
        return _ =>
        {
            T value = default;
            get(ref value);
            return widen(value) is > 0 and var raw ? raw - 1 : null;
        };
    }

    private float Checked(float label, long row)
    {
        if (task == LearningTask.BinaryClassification ? label is 0 or 1 : float.IsFinite(label)) return label;
        var allowed = task == LearningTask.BinaryClassification ? "0 or 1" : "finite";
        throw new InvalidOperationException(
            $"Label column '{column}' must be {allowed}; row {row} (from 0) is {label}.");
    }
}
