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
    private readonly Dictionary<string, byte[]> _met = [];

    /// <summary>
    /// Makes what no optimizer changes, the moving statistics of batch normalizations above all, the mean of the
    /// ranks'. A moving mean is linear in what it has seen, so that nothing is lost by doing it once an epoch.
    /// </summary>
    public void AverageStatistics()
    {
        if (ranks.IsAlone) return;
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var changed = Changed();
        Tensor[] statistics = [.. changed.Select(one => one.Tensor)];
        double[] numbers = [.. statistics.SelectMany(one => Floats(one).Select(number => (double)number))];
        ranks.Sum(numbers);
        Write(statistics, [.. numbers.Select(number => (float)(number / ranks.Size))]);
        foreach (var (name, tensor) in changed) _met[name] = DigestOf(tensor);
    }

    // Frozen weights and thresholds stay as they are, and need not be sent: only what is another than when the ranks
    // last met, on any of them.
    private (string Name, Tensor Tensor)[] Changed()
    {
        (string Name, Tensor Tensor)[] all = [.. All.Where(one => !_trained.Contains(one.Name))];
        byte[] own = [.. all.Select(one =>
            _met.TryGetValue(one.Name, out var met) && met.SequenceEqual(DigestOf(one.Tensor)) ? (byte)0 : (byte)1)];
        var (of, count) = (ranks.GatherValues<byte>(own), own.Length);
        return [.. all.Where((_, i) => Enumerable.Range(0, ranks.Size).Any(rank => of[(rank * count) + i] != 0))];
    }

    private static byte[] DigestOf(Tensor tensor) => SHA256.HashData(MemoryMarshal.AsBytes<float>(Floats(tensor)));

    /// <summary>Takes rank 0's weights and statistics over.</summary>
    public void TakeOver()
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        Tensor[] all = [.. All.Select(one => one.Tensor)];
        float[] own = ranks.Leads ? [.. all.SelectMany(Floats)] : [];
        var numbers = ranks.BytesOfFirst(MemoryMarshal.AsBytes<float>(own));
        if (!ranks.Leads) Write(all, MemoryMarshal.Cast<byte, float>(numbers));
    }

    /// <summary>Requires that all ranks have the same weights and statistics, to the bit.</summary>
    /// <exception cref="InvalidOperationException">A rank's are others.</exception>
    public void RequireAlike(int epoch)
    {
        if (ranks.IsAlone) return;
        var all = ranks.GatherBytes(Digest());
        var other = Array.FindIndex(all, digest => !digest.AsSpan().SequenceEqual(all[0]));
        if (other < 0)
        {
            foreach (var (name, tensor) in All.Where(one => !_trained.Contains(one.Name)))
                _met[name] = DigestOf(tensor);
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

    private static float[] Floats(Tensor tensor)
    {
        using var scope = NewDisposeScope();
        return tensor.detach().to(ScalarType.Float32, CPU).contiguous().Elements<float>().ToArray();
    }

    private static void Write(Tensor[] tensors, ReadOnlySpan<float> numbers)
    {
        foreach (var tensor in tensors)
        {
            var values = TorchMemory.Empty(tensor.shape);
            numbers[..(int)tensor.numel()].CopyTo(values.Floats());
            tensor.copy_(values);
            numbers = numbers[(int)tensor.numel()..];
        }
    }

    private byte[] Digest()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, tensor) in All)
            hash.AppendData(MemoryMarshal.AsBytes<float>(Floats(tensor)));
        return hash.GetHashAndReset();
    }
}
