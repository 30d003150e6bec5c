using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks.Shapes;

namespace Microsoft.ML.Larq.Training.Data;

/// <summary>Reads a data view once into a cache: checks every number, skips rows without a label.</summary>
/// <param name="featureColumn">The column of features.</param>
/// <param name="layout">How a vector becomes the network's input.</param>
/// <param name="labels">Reads the label.</param>
/// <param name="takesMissing">Whether a missing value, NaN, is let through.</param>
/// <param name="weightColumn">The column of how much each row counts; null for none.</param>
internal sealed class RowReader(
    string featureColumn, RowLayout layout, LabelReader labels, bool takesMissing = false, string? weightColumn = null)
{
    private readonly float[] _dense = new float[layout.Shape.Size];
    private readonly float[] _arranged = new float[layout.Shape.Size];

    /// <summary>Takes a row: what is in it, its label, how much it counts.</summary>
    public delegate void Taker(ReadOnlySpan<float> features, float label, float weight);

    /// <summary>Rows that were left out because they have no label.</summary>
    public long Skipped { get; private set; }

    /// <summary>Rows that were left out because they count nothing.</summary>
    public long Weightless { get; private set; }

    /// <summary>Missing values in all rows that were kept.</summary>
    public long Missing { get; private set; }

    /// <summary>Appends the view's rows.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="cache">Where they go.</param>
    /// <param name="checkAlive">Throws when reading should stop.</param>
    /// <param name="held">Chooses rows that go elsewhere; null for none.</param>
    /// <exception cref="InvalidOperationException">
    /// A feature is NaN or infinite, a label or a weight is not one; names column and row.
    /// </exception>
    public void Read(
        IDataView data, RowCache cache, Action checkAlive, (HeldOutRows Choice, RowCache Cache)? held = null)
    {
        var intake = new RowIntake(cache, held, weightColumn is not null);
        Read(data, intake.Add, checkAlive);
        intake.Close();
    }

    /// <summary>Takes the view's rows one by one.</summary>
    public void Read(IDataView data, Taker take, Action checkAlive)
    {
        var feature = data.Schema[featureColumn];
        var weight = weightColumn is null ? default(DataViewSchema.Column?) : data.Schema[weightColumn];
        var columns = new[] { feature, data.Schema[labels.Column], weight ?? feature };
        using var cursor = data.GetRowCursor(columns.DistinctBy(column => column.Index));
        var getFeatures = cursor.GetGetter<VBuffer<float>>(feature);
        var getLabel = labels.Getter(cursor);
        var getWeight = weight is { } found ? cursor.GetGetter<float>(found) : null;
        VBuffer<float> features = default;
        for (long row = 0; cursor.MoveNext(); row++)
        {
            if (row % 4096 == 0) checkAlive();
            if (getLabel(row) is not { } label)
            {
                Skipped++;
                continue;
            }

            var counts = getWeight is null ? 1 : Weight(getWeight, row);
            if (counts == 0) continue;
            getFeatures(ref features);
            if (features.Length != _dense.Length)
            {
                throw new InvalidOperationException(
                    $"Column '{featureColumn}' has vectors of {_dense.Length} numbers; row {row} has "
                    + $"{features.Length}.");
            }

            features.CopyTo(_dense);
            CheckFinite(row);
            layout.Arrange(_dense, _arranged);
            take(_arranged, label, counts);
        }
    }

    // A row that counts nothing is as good as absent: not even a batch normalization sees it.
    private float Weight(ValueGetter<float> getter, long row)
    {
        var weight = 0f;
        getter(ref weight);
        if (!float.IsFinite(weight) || weight < 0)
        {
            throw new InvalidOperationException(
                $"Example weight column '{weightColumn}' must hold finite numbers of at least 0; row {row} (from 0) is "
                + $"{weight}.");
        }

        if (weight == 0) Weightless++;
        return weight;
    }

    private void CheckFinite(long row)
    {
        for (var slot = 0; slot < _dense.Length; slot++)
        {
            if (float.IsFinite(_dense[slot])) continue;
            if (takesMissing && float.IsNaN(_dense[slot]))
            {
                Missing++;
                continue;
            }

            throw new InvalidOperationException(
                $"Column '{featureColumn}' must hold finite numbers{(takesMissing ? " or none (NaN)" : "")}; row {row} "
                + $"(from 0), slot {slot} is {_dense[slot]}. " + (float.IsNaN(_dense[slot])
                    ? "ReplaceMissingValues or FilterRowsByMissingValues takes care of missing ones."
                    : "ReplaceMissingValues leaves infinite ones as they are; a CustomMapping can put a number or NaN "
                        + "in their place."));
        }
    }
}
