using Microsoft.ML.Data;
using Microsoft.ML.Larq.Networks.Shapes;

namespace Microsoft.ML.Larq.Training.Data;

/// <summary>Reads a data view once into a cache: checks every number, skips rows without a label.</summary>
/// <param name="featureColumn">The column of features.</param>
/// <param name="layout">How a vector becomes the network's input.</param>
/// <param name="labels">Reads the label.</param>
/// <param name="takesMissing">Whether a missing value, NaN, is let through.</param>
internal sealed class RowReader(
    string featureColumn, RowLayout layout, LabelReader labels, bool takesMissing = false)
{
    private readonly float[] _dense = new float[layout.Shape.Size];
    private readonly float[] _arranged = new float[layout.Shape.Size];

    /// <summary>Rows that were left out because they have no label.</summary>
    public long Skipped { get; private set; }

    /// <summary>Missing values in all rows that were kept.</summary>
    public long Missing { get; private set; }

    /// <summary>Appends the view's rows.</summary>
    /// <exception cref="InvalidOperationException">
    /// A feature is NaN or infinite, or a label is not one; names column and row.
    /// </exception>
    public void Read(IDataView data, RowCache cache, Action checkAlive) => Read(data, _ => cache, checkAlive);

    /// <summary>Appends each of the view's rows to the cache that its label is for.</summary>
    /// <inheritdoc cref="Read(IDataView, RowCache, Action)"/>
    public void Read(IDataView data, Func<float, RowCache> cacheOf, Action checkAlive)
    {
        var feature = data.Schema[featureColumn];
        using var cursor = data.GetRowCursor([feature, data.Schema[labels.Column]]);
        var getFeatures = cursor.GetGetter<VBuffer<float>>(feature);
        var getLabel = labels.Getter(cursor);
        VBuffer<float> features = default;
        for (long row = 0; cursor.MoveNext(); row++)
        {
            if (row % 4096 == 0) checkAlive();
            if (getLabel(row) is not { } label)
            {
                Skipped++;
                continue;
            }

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
            cacheOf(label).Add(_arranged, label);
        }
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
                + $"(from 0), slot {slot} is {_dense[slot]}. ReplaceMissingValues or FilterRowsByMissingValues takes "
                + "care of missing ones.");
        }
    }
}
