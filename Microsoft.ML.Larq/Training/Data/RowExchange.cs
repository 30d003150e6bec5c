using System.Runtime.InteropServices;
using Microsoft.ML.Larq.Clusters.Wires;

namespace Microsoft.ML.Larq.Training.Data;

/// <summary>
/// Gives every rank the rows of all: those of rank 0 first, each rank's in their order, as if one had read them all.
/// </summary>
internal static class RowExchange
{
    private const int BlockBytes = 4 << 20;

    /// <param name="ranks">The ranks.</param>
    /// <param name="own">The rows that this rank has read.</param>
    /// <param name="weights">Their weights.</param>
    /// <param name="intake">Takes all rows.</param>
    /// <param name="checkAlive">Throws when it should stop.</param>
    public static void Run(
        Ranks ranks, RowCache own, ReadOnlySpan<float> weights, RowIntake intake, Action checkAlive)
    {
        var width = own.Features + 2;
        var most = Math.Max(1, BlockBytes / sizeof(float) / width);
        var counts = ranks.GatherValue(own.Count);
        for (var rank = 0; rank < ranks.Size; rank++)
        {
            for (var start = 0; start < counts[rank]; start += most)
            {
                checkAlive();
                var block = rank == ranks.Rank
                    ? Block(own, weights, start, Math.Min(most, own.Count - start))
                    : [];
                var numbers = MemoryMarshal.Cast<byte, float>(
                    ranks.GatherBytes(MemoryMarshal.AsBytes<float>(block))[rank]);
                for (; !numbers.IsEmpty; numbers = numbers[width..])
                    intake.Add(numbers[2..width], label: numbers[0], weight: numbers[1]);
            }
        }
    }

    private static float[] Block(RowCache own, ReadOnlySpan<float> weights, int start, int count)
    {
        var width = own.Features + 2;
        var block = new float[count * width];
        for (var i = 0; i < count; i++)
        {
            var row = block.AsSpan(i * width, width);
            (row[0], row[1]) = (own.Labels[start + i], weights[start + i]);
            own[start + i].CopyTo(row[2..]);
        }

        return block;
    }
}
