using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.ML.Larq.Clusters.Wires;
using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Tensors;
using static TorchSharp.torch;

namespace Microsoft.ML.Larq.Training.Sharing;

/// <summary>Keeps the ranks' networks one network.</summary>
internal sealed class SharedNetwork(Ranks ranks, NetworkModule network, TrainedWeight[] weights)
{
    private readonly HashSet<string> _trained = [.. weights.Select(weight => weight.ToString())];
    private readonly Dictionary<string, byte[]> _alike = [];

    /// <summary>
    /// Makes what no optimizer changes, the moving statistics of batch normalizations above all, the mean of the
    /// ranks'. A moving mean is linear in what it has seen, so that nothing is lost by doing it once an epoch.
    /// </summary>
    public void AverageStatistics()
    {
        if (ranks.IsAlone) return;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var statistics = Changed();
        double[] numbers = [.. statistics.SelectMany(one => Floats(one).Select(number => (double)number))];
        ranks.Sum(numbers);
        FlatTensors.Write(statistics, [.. numbers.Select(number => (float)(number / ranks.Size))]);
    }

    /// <summary>Takes rank 0's weights and statistics over.</summary>
    public void TakeOver()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor[] all = [.. All.Select(one => one.Tensor)];
        float[] own = ranks.Leads ? [.. all.SelectMany(Floats)] : [];
        var numbers = ranks.BytesOfFirst(MemoryMarshal.AsBytes<float>(own));
        if (!ranks.Leads) FlatTensors.Write(all, MemoryMarshal.Cast<byte, float>(numbers));
    }

    /// <summary>Requires that all ranks have the same weights and statistics, to the bit.</summary>
    /// <exception cref="InvalidOperationException">A rank's are others.</exception>
    public void RequireAlike(int epoch)
    {
        if (ranks.IsAlone) return;
        (string Name, byte[] Digest)[] own = [.. All.Select(one => (one.Name, DigestOf(one.Tensor)))];
        var all = ranks.GatherBytes(SHA256.HashData([.. own.SelectMany(one => one.Digest)]));
        var other = Array.FindIndex(all, digest => !digest.AsSpan().SequenceEqual(all[0]));
        if (other < 0)
        {
            foreach (var (name, digest) in own) _alike[name] = digest;
            return;
        }

        throw new InvalidOperationException(
            $"Ranks 0 and {other} have different weights after {epoch} epochs. All ranks must compute the same, bit "
            + "for bit: on processors of one kind, with the same versions of libtorch and the same NumberOfThreads.");
    }

    private IEnumerable<(string Name, Tensor Tensor)> All =>
        from pair in network.Layers
        from binding in pair.Module.Weights
        select ($"{pair.Layer.Name}/{binding.Spec.Name}", binding.Tensor);

    // Frozen weights and thresholds stay as they are, and need not be sent: only what is another, on any rank, than
    // when all were last found alike.
    private Tensor[] Changed()
    {
        (string Name, Tensor Tensor)[] all = [.. All.Where(one => !_trained.Contains(one.Name))];
        byte[] own = [.. all.Select(one =>
            _alike.TryGetValue(one.Name, out var digest) && digest.SequenceEqual(DigestOf(one.Tensor))
                ? (byte)0
                : (byte)1)];
        var (of, count) = (ranks.GatherValues<byte>(own), own.Length);
        return
        [
            .. all.Where((_, i) => Enumerable.Range(0, ranks.Size).Any(rank => of[(rank * count) + i] != 0))
                .Select(one => one.Tensor),
        ];
    }

    private static byte[] DigestOf(Tensor tensor) => SHA256.HashData(MemoryMarshal.AsBytes<float>(Floats(tensor)));

    private static float[] Floats(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to(ScalarType.Float32, CPU).contiguous().Elements<float>().ToArray();
    }
}
