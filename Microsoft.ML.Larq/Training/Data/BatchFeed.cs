using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training;

/// <summary>Cuts a cache into batches of tensors, in file order or shuffled.</summary>
internal sealed class BatchFeed(RowCache rows, int batchSize, LabelScale scale, Device device)
{
    private readonly int[] _order = [.. Enumerable.Range(0, rows.Count)];
    private readonly float[] _labels = new float[Math.Min(batchSize, rows.Count)];
    private readonly float[] _features = new float[(long)Math.Min(batchSize, rows.Count) * rows.Features];

    public int Batches => (rows.Count + batchSize - 1) / batchSize;

    /// <summary>Puts the rows into another order.</summary>
    public void Shuffle(Random random) => random.Shuffle(_order);

    /// <summary>The features (rows, numbers) and scaled labels (rows,) of a batch; the caller's dispose scope owns them.</summary>
    public (Tensor Features, Tensor Labels) this[int batch]
    {
        get
        {
            var chosen = _order.AsSpan(batch * batchSize, Math.Min(batchSize, rows.Count - (batch * batchSize)));
            rows.Gather(chosen, _features);
            for (var i = 0; i < chosen.Length; i++) _labels[i] = (rows.Labels[chosen[i]] - scale.Mean) / scale.Deviation;
            return (
                Whole(_features, chosen.Length * rows.Features, [chosen.Length, rows.Features]),
                Whole(_labels, chosen.Length, [chosen.Length]));
        }
    }

    private Tensor Whole(float[] values, int count, long[] shape) =>
        tensor(count == values.Length ? values : values[..count], shape, device: device);
}
