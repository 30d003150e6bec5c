using Microsoft.ML.Larq.Clusters.Wires;
using Microsoft.ML.Larq.Tensors;
using Microsoft.ML.Larq.Training.Augmentation;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Data;

/// <summary>Cuts a cache into batches of tensors, in file order or shuffled.</summary>
/// <param name="rows">The rows.</param>
/// <param name="batchSize">Rows a batch of each rank; the last may have fewer.</param>
/// <param name="scale">How labels are scaled.</param>
/// <param name="device">Where the tensors lie.</param>
/// <param name="augmenter">Changes the rows; null for none.</param>
/// <param name="ranks">Who takes a part of each batch; null for one who takes all.</param>
internal sealed class BatchFeed(
    RowCache rows, int batchSize, LabelScale scale, Device device, Augmenter? augmenter = null, Ranks? ranks = null)
{
    // A tensor is filled through a span, whose length in bytes is an int.
    private const int MostNumbers = int.MaxValue / sizeof(float);

    private readonly int[] _order = [.. Enumerable.Range(0, rows.Count)];
    private readonly Ranks _ranks = ranks ?? Ranks.Alone;

    // Of all ranks together.
    private readonly int _size = (int)Math.Min(
        rows.Count, (long)Size(rows.Count, rows.Features, batchSize) * (ranks?.Size ?? 1));

    /// <summary>At least 1; a batch size above the rows' number is one batch of all.</summary>
    public int Batches => ((rows.Count - 1) / _size) + 1;

    /// <summary>The epoch, from 1: what the augmenter draws depends on it.</summary>
    public int Epoch { get; set; } = 1;

    /// <summary>Puts the rows into another order.</summary>
    public void Shuffle(Random random) => random.Shuffle(_order);

    /// <summary>
    /// The tensors of a batch, or of this rank's part of it; the caller's dispose scope owns them.
    /// </summary>
    public Batch this[int batch]
    {
        get
        {
            var all = _order.AsSpan(batch * _size, Math.Min(_size, rows.Count - (batch * _size)));
            var (start, length) = _ranks.Part(_ranks.Rank, all.Length);
            var chosen = all.Slice(Math.Min(start, all.Length - 1), Math.Max(length, 1));
            var features = TorchMemory.Empty(chosen.Length, rows.Features);
            rows.Gather(chosen, features.Floats());
            augmenter?.Apply(features.Floats(), Epoch, (batch * _ranks.Size) + _ranks.Rank);
            var labels = TorchMemory.Empty(chosen.Length);
            var scaled = labels.Floats();
            for (var i = 0; i < chosen.Length; i++) scaled[i] = scale.Scaled(rows.Labels[chosen[i]]);
            return new(
                features.to(device), labels.to(device), Weights(chosen)?.to(device), (double)length / all.Length,
                all.Length);
        }
    }

    private Tensor? Weights(ReadOnlySpan<int> chosen)
    {
        if (rows.Weights.IsEmpty) return null;
        var weights = TorchMemory.Empty(chosen.Length);
        var values = weights.Floats();
        for (var i = 0; i < chosen.Length; i++) values[i] = rows.Weights[chosen[i]];
        return weights;
    }

    /// <summary>Rows of so many numbers that a batch can hold.</summary>
    public static int MostRows(int features) => Math.Max(1, MostNumbers / features);

    internal static int Size(int rows, int features, int batchSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        if (rows == 0) throw new InvalidOperationException("There are no rows to make a batch of.");
        var size = Math.Min(batchSize, rows);
        return size <= MostRows(features)
            ? size
            : throw new ArgumentException(
                $"Option BatchSize: a batch holds {MostRows(features)} rows of {features} numbers, got {size}.");
    }
}
