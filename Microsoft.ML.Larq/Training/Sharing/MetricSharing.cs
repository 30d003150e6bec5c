using Microsoft.ML.Larq.Clusters.Wires;
using Microsoft.ML.Larq.Metrics;
using Microsoft.ML.Larq.Training.Resuming;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Sharing;

/// <summary>
/// Makes each metric's states those of all ranks' rows, combined as each state says; states that are the same on all
/// parts of the data stay.
/// </summary>
/// <remarks>What lasts over the epochs is kept together by rank 0, and counted anew by the others.</remarks>
internal static class MetricSharing
{
    /// <param name="ranks">The ranks.</param>
    /// <param name="metrics">The metrics, the same ones in the same order on each rank.</param>
    public static void Combine(Ranks ranks, IReadOnlyList<QuantizerMetric> metrics)
    {
        if (ranks.IsAlone) return;
        using var scope = NewDisposeScope();
        var all = ranks.GatherBytes(ToBytes(metrics)).Select(bytes => Read(bytes, metrics.Count)).ToArray();
        for (var i = 0; i < metrics.Count; i++)
            metrics[i].LoadParts([.. all.Select(states => states[i])], keepsLasting: ranks.Leads);
    }

    private static byte[] ToBytes(IReadOnlyList<QuantizerMetric> metrics)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        foreach (var states in metrics.Select(metric => metric.SaveParts()))
        {
            writer.Write(states.Count);
            foreach (var (name, state) in states)
            {
                var kept = KeptTensor.Of(state);
                writer.Write(name);
                writer.Write(kept.Type);
                writer.Write(kept.Shape.Length);
                foreach (var size in kept.Shape) writer.Write(size);
                writer.Write(kept.Bytes.Length);
                writer.Write(kept.Bytes);
            }
        }

        writer.Flush();
        return stream.ToArray();
    }

    private static Dictionary<string, Tensor>[] Read(byte[] bytes, int count)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        var all = new Dictionary<string, Tensor>[count];
        for (var i = 0; i < count; i++)
        {
            all[i] = [];
            for (var left = reader.ReadInt32(); left > 0; left--)
            {
                var (name, type) = (reader.ReadString(), reader.ReadString());
                var shape = new long[reader.ReadInt32()];
                for (var axis = 0; axis < shape.Length; axis++) shape[axis] = reader.ReadInt64();
                all[i].Add(name, new KeptTensor(type, shape, reader.ReadBytes(reader.ReadInt32())).ToTensor());
            }
        }

        return all;
    }
}
