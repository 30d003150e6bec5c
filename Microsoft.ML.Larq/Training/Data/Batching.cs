using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Data;

/// <summary>How a training cuts rows into batches.</summary>
/// <param name="Size">Rows a batch.</param>
/// <param name="Labels">How labels are scaled.</param>
/// <param name="Device">Where the tensors lie.</param>
/// <param name="Seed">What orders are drawn with.</param>
internal sealed record Batching(int Size, LabelScale Labels, Device Device, int Seed)
{
    /// <summary>The rows in their order, as many a batch as there can be up to a size.</summary>
    public BatchFeed UpTo(int size, RowCache rows) =>
        new(rows, Math.Min(size, BatchFeed.MostRows(rows.Features)), Labels, Device);

    /// <summary>The rows in an order that the seed draws once.</summary>
    /// <exception cref="ArgumentException">A batch cannot hold so many rows.</exception>
    public BatchFeed Mixed(RowCache rows) => Mix(new BatchFeed(rows, Size, Labels, Device));

    /// <summary>The same of as many rows a batch as there can be up to a size.</summary>
    public BatchFeed MixedUpTo(int size, RowCache rows) => Mix(UpTo(size, rows));

    private BatchFeed Mix(BatchFeed feed)
    {
        feed.Shuffle(new Random(Seed));
        return feed;
    }
}
