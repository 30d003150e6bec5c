using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training;

/// <summary>Cuts a cache into batches of tensors, in file order or shuffled.</summary>
internal sealed class BatchFeed(RowCache rows, int batchSize, LabelScale scale, Device device)
{
    private readonly int[] _order = [.. Enumerable.Range(0, rows.Count)];

    public int Batches => (rows.Count + batchSize - 1) / batchSize;

    /// <summary>Puts the rows into another order.</summary>
    public void Shuffle(Random random) => random.Shuffle(_order);

    /// <summary>
    /// The features (rows, numbers) and scaled labels (rows,) of a batch; the caller's dispose scope owns them.
    /// </summary>
    public (Tensor Features, Tensor Labels) this[int batch]
    {
        get
        {
            var chosen = _order.AsSpan(batch * batchSize, Math.Min(batchSize, rows.Count - (batch * batchSize)));
            var features = TorchMemory.Empty(chosen.Length, rows.Features);
            rows.Gather(chosen, features.Floats());
            var labels = TorchMemory.Empty(chosen.Length);
            var scaled = labels.Floats();
            for (var i = 0; i < chosen.Length; i++) scaled[i] = scale.Scaled(rows.Labels[chosen[i]]);
            return (features.to(device), labels.to(device));
        }
    }
}
